import type { KeyboardEvent } from "react";
import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { byDate } from "./dateGroups";
import { linkBeside } from "./listKeys";
import { MoreBelow } from "./MoreBelow";
import { ProjectGroup } from "./ProjectGroup";
import { Rows } from "./Rows";
import { SelectionBar } from "./SelectionBar";
import { useSelection } from "./selection";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";

interface ListProps {
  openId: string | null;
  onGo: (id: string | null) => void;
}

/** The conversations: pinned ones, projects, all others by date. Arrow keys move among them. */
export function ConversationList({ openId, onGo }: ListProps) {
  const t = useChatWords();
  const { lists } = useSession();
  const { items: pinned } = useStore(lists.pinned);
  const { items: plain, load, hasMore, hasLoaded } = useStore(lists.plain);
  const selection = useSelection();
  const rows = { openId, onGo, selection };
  const isEmpty = hasLoaded && plain.length === 0 && pinned.length === 0;

  function press(event: KeyboardEvent<HTMLElement>) {
    if (event.defaultPrevented) return;
    if (event.key === "Escape" && selection.chosen) {
      event.preventDefault();
      return selection.end();
    }
    if (!(event.target instanceof HTMLAnchorElement)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    linkBeside(event.target, step)?.focus();
  }

  return (
    // The keys move the focus among the links, which are what is pressed.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <nav className="conversations" aria-label={t.conversations} onKeyDown={press}>
      {selection.chosen && <SelectionBar selection={selection} onGo={onGo} />}
      {pinned.length > 0 && (
        <section>
          <h2 className="conversations-group">{t.pinned}</h2>
          <Rows items={pinned} history={lists.pinned} {...rows} />
        </section>
      )}
      <ProjectGroup {...rows} />
      {byDate(plain, t).map((group) => (
        <section key={group.label}>
          <h2 className="conversations-group">{group.label}</h2>
          <Rows items={group.items} history={lists.plain} {...rows} />
        </section>
      ))}
      {!hasLoaded && load === "loading" && <SkeletonRows />}
      {isEmpty && <p className="conversations-note">{t.noChats}</p>}
      {load === "failed" && <Failed onRetry={() => void lists.refresh()} />}
      {hasLoaded && hasMore && load === "idle" && <MoreBelow onSeen={() => void lists.plain.more()} />}
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
