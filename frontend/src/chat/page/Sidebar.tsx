import { forwardRef, type KeyboardEvent, useRef, useState } from "react";
import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { IconButton } from "../../shared/ui/Button";
import { NewChatIcon, SearchIcon, SidebarIcon } from "../../shared/ui/icons";
import { AccountMenu } from "../settings/AccountMenu";
import { ConversationList } from "../list/ConversationList";
import { firstLink } from "../list/listKeys";
import { useSession } from "../session/session";
import { useStore } from "../session/store";
import { shownTitle } from "../list/title";
import { isComposing } from "../composer/typing";

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
  const { lists } = useSession();
  const { items: plain } = useStore(lists.plain);
  const { items: pinned } = useStore(lists.pinned);
  const items = [...pinned, ...plain];
  const [query, setQuery] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const wanted = query.trim().toLowerCase();
  const found = wanted ? items.filter((item) => shownTitle(item.title, t).toLowerCase().includes(wanted)) : items;

  function search(value: string) {
    setQuery(value);
    if (value.trim()) void lists.plain.all();
  }

  function go(id: string | null) {
    setQuery("");
    onGo(id);
  }

  /** Enter opens the first that was found, the arrow goes to it, Escape leads back. */
  function press(event: KeyboardEvent) {
    if (isComposing(event)) return;
    if (event.key === "Enter" && wanted && found[0]) {
      event.preventDefault();
      go(found[0].id);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      firstLink()?.focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (query) setQuery("");
      else document.getElementById("composer")?.focus();
    }
  }

  return (
    <aside className="sidebar" aria-label={t.conversations} hidden={!isOpen}>
      <div className="sidebar-head">
        <span className="sidebar-name">{common.productName}</span>
        <IconButton icon={SidebarIcon} label={t.closeSidebar} onClick={onClose} />
      </div>
      <div className="sidebar-tools">
        <button type="button" className="sidebar-new" onClick={() => go(null)}>
          <NewChatIcon size={18} />
          {t.newChat}
        </button>
        <SearchField ref={field} value={query} onChange={search} onKeyDown={press} />
        <p className="visually-hidden" role="status">
          {wanted && t.matches(found.length)}
        </p>
      </div>
      <ConversationList found={wanted ? found : null} query={query.trim()} openId={openId} onGo={go} onLeave={() => field.current?.focus()} />
      <AccountMenu />
    </aside>
  );
}

interface SearchProps {
  value: string;
  onChange: (value: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

const SearchField = forwardRef<HTMLInputElement, SearchProps>(function SearchField({ value, onChange, onKeyDown }, ref) {
  const t = useChatWords();
  return (
    <label className="sidebar-search">
      <SearchIcon size={18} />
      <span className="visually-hidden">{t.searchChats}</span>
      <input
        ref={ref}
        id="search"
        type="search"
        dir="auto"
        value={value}
        placeholder={t.searchChats}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </label>
  );
});
