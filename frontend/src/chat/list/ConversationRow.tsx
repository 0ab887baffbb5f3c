import { type MouseEvent, useEffect, useRef, useState } from "react";
import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { names } from "../../shared/names";
import { IconButton } from "../../shared/ui/Button";
import { ConfirmDialog } from "../../shared/ui/ConfirmDialog";
import { Menu } from "../../shared/ui/Menu";
import { Spinner } from "../../shared/ui/Spinner";
import { toast } from "../../shared/ui/Toast";
import { ArchiveIcon, EditIcon, MoreIcon, TrashIcon } from "../../shared/ui/icons";
import { isolated, Sentence } from "../../shared/ui/Sentence";
import type { Summary } from "./api";
import { RenameRow } from "./RenameRow";
import { route } from "../page/route";
import { useSession } from "../session/session";
import { shownTitle } from "./title";

interface RowProps {
  item: Summary;
  isOpen: boolean;
  mark: "running" | "unread" | undefined;
  onGo: (id: string | null) => void;
}

/** One conversation in the sidebar, with its menu. */
export function ConversationRow({ item, isOpen, mark, onGo }: RowProps) {
  const t = useChatWords();
  const common = useCommon();
  const { history, threads } = useSession();
  const [state, setState] = useState<"plain" | "renaming" | "deleting">("plain");
  const link = useRef<HTMLAnchorElement>(null);
  const returnsToLink = useRef(false);
  const title = shownTitle(item.title, t);

  useEffect(() => {
    if (state !== "plain" || !returnsToLink.current) return;
    returnsToLink.current = false;
    link.current?.focus();
  }, [state]);

  async function rename(to: string, isByKey: boolean) {
    returnsToLink.current = isByKey;
    setState("plain");
    if (!to || to === item.title) return;
    try {
      await history.rename(item.id, to);
      threads.find(item.id)?.rename(to);
    } catch {
      toast(t.renameFailed, { tone: "error" });
    }
  }

  function leave() {
    threads.forget(item.id);
    if (route.get() === item.id) onGo(null);
  }

  async function archive() {
    try {
      await history.archive(item.id, true);
      leave();
      const undo = async () => {
        await history.archive(item.id, false);
        await history.refresh();
      };
      toast(t.archived, { action: { label: t.undo, run: () => void undo().catch(() => toast(t.actionFailed, { tone: "error" })) } });
    } catch {
      toast(t.actionFailed, { tone: "error" });
    }
  }

  async function remove() {
    await history.remove(item.id);
    setState("plain");
    leave();
    toast(t.deleted);
  }

  if (state === "renaming") return <RenameRow title={title} onDone={(to, isByKey) => void rename(to, isByKey)} />;
  return (
    <li className={names("conversation", isOpen && "conversation-open")}>
      <a
        ref={link}
        href={`/c/${encodeURIComponent(item.id)}`}
        aria-current={isOpen ? "page" : undefined}
        title={title}
        onClick={(event) => follow(event, () => onGo(item.id))}
      >
        <span className="conversation-title" dir="auto">
          {title}
        </span>
        {mark === "running" && <Spinner size={14} label={t.isWriting} />}
        {mark === "unread" && (
          <span className="conversation-dot">
            <span className="visually-hidden">{t.isUnread}</span>
          </span>
        )}
      </a>
      <Menu
        label={t.chatMenu(title)}
        align="end"
        entries={[
          { label: t.rename, icon: EditIcon, onSelect: () => setState("renaming") },
          { label: t.archive, icon: ArchiveIcon, onSelect: () => void archive() },
          "separator",
          { label: common.delete, icon: TrashIcon, danger: true, onSelect: () => setState("deleting") },
        ]}
        trigger={(props) => <IconButton icon={MoreIcon} iconSize={18} label={t.chatMenu(title)} className="conversation-menu" {...props} />}
      />
      {state === "deleting" && (
        <ConfirmDialog danger title={t.deleteTitle} confirmLabel={common.delete} onConfirm={remove} onClose={() => setState("plain")}>
          <Sentence text={t.deleteText(isolated(title))} />
        </ConfirmDialog>
      )}
    </li>
  );
}

/** Goes without loading the page anew, unless the click asks for another tab. */
function follow(event: MouseEvent, go: () => void): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go();
}
