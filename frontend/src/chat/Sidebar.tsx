import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useChatWords } from "../shared/locales/chat";
import { useCommon } from "../shared/locales/common";
import { Button, IconButton } from "../shared/ui/Button";
import { NewChatIcon, SearchIcon, SidebarIcon } from "../shared/ui/icons";
import { AccountMenu } from "./AccountMenu";
import { ConversationRow } from "./ConversationRow";
import { byDate } from "./dateGroups";
import { useSession } from "./session";
import { useStore } from "./store";

interface SidebarProps {
  isOpen: boolean;
  openId: string | null;
  onGo: (id: string | null) => void;
  onClose: () => void;
}

/** New chat, search, the conversations by date, and the account at the foot. */
export function Sidebar({ isOpen, openId, onGo, onClose }: SidebarProps) {
  const t = useChatWords();
  const common = useCommon();
  const { history } = useSession();
  const [query, setQuery] = useState("");

  function search(value: string) {
    setQuery(value);
    if (value.trim()) void history.all();
  }

  return (
    <aside className="sidebar" aria-label={t.conversations} hidden={!isOpen}>
      <div className="sidebar-head">
        <span className="sidebar-name">{common.productName}</span>
        <IconButton icon={SidebarIcon} label={t.closeSidebar} onClick={onClose} />
      </div>
      <div className="sidebar-tools">
        <button type="button" className="sidebar-new" onClick={() => onGo(null)}>
          <NewChatIcon size={18} />
          {t.newChat}
        </button>
        <label className="sidebar-search">
          <SearchIcon size={18} />
          <span className="visually-hidden">{t.searchChats}</span>
          <input
            id="search"
            type="search"
            value={query}
            placeholder={t.searchChats}
            autoComplete="off"
            onChange={(event) => search(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              event.preventDefault();
              if (query) setQuery("");
              else event.currentTarget.blur();
            }}
          />
        </label>
      </div>
      <ConversationList query={query.trim().toLowerCase()} openId={openId} onGo={onGo} />
      <AccountMenu />
    </aside>
  );
}

function ConversationList({ query, openId, onGo }: { query: string; openId: string | null; onGo: (id: string | null) => void }) {
  const t = useChatWords();
  const common = useCommon();
  const { history, threads } = useSession();
  const { items, load, hasMore, hasLoaded } = useStore(history);
  const marks = useSyncExternalStore(threads.subscribe, threads.getMarks);
  const shown = query ? items.filter((item) => item.title.toLowerCase().includes(query)) : items;

  return (
    <nav className="conversations" aria-label={t.conversations}>
      {byDate(shown, t).map((group) => (
        <section key={group.label}>
          <h2 className="conversations-group">{group.label}</h2>
          <ul>
            {group.items.map((item) => (
              <ConversationRow key={item.id} item={item} isOpen={item.id === openId} mark={marks.get(item.id)} onGo={onGo} />
            ))}
          </ul>
        </section>
      ))}
      {!hasLoaded && load === "loading" && <SkeletonRows />}
      {hasLoaded && items.length === 0 && <p className="conversations-note">{t.noChats}</p>}
      {items.length > 0 && shown.length === 0 && load === "idle" && <p className="conversations-note">{t.noMatches(query)}</p>}
      {load === "failed" && (
        <div className="conversations-note">
          <p>{t.historyFailed}</p>
          <Button size="small" onClick={() => void (hasLoaded ? history.more() : history.refresh())}>
            {common.retry}
          </Button>
        </div>
      )}
      {hasLoaded && hasMore && load === "idle" && !query && <MoreBelow onSeen={() => void history.more()} />}
    </nav>
  );
}

function SkeletonRows() {
  return (
    <div className="conversations-skeleton">
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <span key={row} className="skeleton" />
      ))}
    </div>
  );
}

/** Asks for the next page when the end of the list comes into view. */
function MoreBelow({ onSeen }: { onSeen: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(onSeen);
  useEffect(() => {
    latest.current = onSeen;
  });
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && latest.current());
    if (place.current) observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return <div ref={place} className="conversations-more" />;
}
