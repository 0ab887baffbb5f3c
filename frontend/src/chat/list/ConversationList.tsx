import { type KeyboardEvent, useEffect, useRef, useSyncExternalStore } from "react";
import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { ConversationRow } from "./ConversationRow";
import type { Summary } from "./api";
import { byDate } from "./dateGroups";
import { linkBeside } from "./listKeys";
import { useSession } from "../session/session";
import { useStore } from "../session/store";

interface ListProps {
  openId: string | null;
  onGo: (id: string | null) => void;
}

/** The conversations by date. Arrow keys move among them. */
export function ConversationList({ openId, onGo }: ListProps) {
  const t = useChatWords();
  const { history, threads } = useSession();
  const { items, load, hasMore, hasLoaded, unread } = useStore(history);
  const marks = useSyncExternalStore(threads.subscribe, threads.getMarks);

  function press(event: KeyboardEvent<HTMLElement>) {
    if (event.defaultPrevented || !(event.target instanceof HTMLAnchorElement)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    linkBeside(event.target, step)?.focus();
  }

  function markOf(item: Summary) {
    const own = marks.get(item.id);
    if (own) return own;
    if (item.is_running) return "running";
    return unread.has(item.id) && item.id !== openId ? "unread" : undefined;
  }

  return (
    // The keys move the focus among the links, which are what is pressed.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <nav className="conversations" aria-label={t.conversations} onKeyDown={press}>
      {byDate(items, t).map((group) => (
        <section key={group.label}>
          <h2 className="conversations-group">{group.label}</h2>
          <ul>
            {group.items.map((item) => (
              <ConversationRow key={item.id} item={item} isOpen={item.id === openId} mark={markOf(item)} onGo={onGo} />
            ))}
          </ul>
        </section>
      ))}
      {!hasLoaded && load === "loading" && <SkeletonRows />}
      {hasLoaded && items.length === 0 && <p className="conversations-note">{t.noChats}</p>}
      {load === "failed" && <Failed onRetry={() => void history.refresh()} />}
      {hasLoaded && hasMore && load === "idle" && <MoreBelow onSeen={() => void history.more()} />}
    </nav>
  );
}

function Failed({ onRetry }: { onRetry: () => void }) {
  const t = useChatWords();
  const common = useCommon();
  return (
    <div className="conversations-note">
      <p>{t.historyFailed}</p>
      <Button size="small" onClick={onRetry}>
        {common.retry}
      </Button>
    </div>
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
