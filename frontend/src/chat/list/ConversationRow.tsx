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
  const title = shownTitle(item.title, t);
  const { state, setState, link, rename, archive, remove } = useRow(item, onGo);

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
      <RowMenu title={title} onRename={() => setState("renaming")} onArchive={() => void archive()} onDelete={() => setState("deleting")} />
      {state === "deleting" && (
        <DeleteDialog title={title} onConfirm={remove} onClose={() => setState("plain")} />
      )}
    </li>
  );
}

function RowMenu({ title, onRename, onArchive, onDelete }: { title: string; onRename: () => void; onArchive: () => void; onDelete: () => void }) {
  const t = useChatWords();
  const common = useCommon();
  return (
    <Menu
      label={t.chatMenu(title)}
      align="end"
      entries={[
        { label: t.rename, icon: EditIcon, onSelect: onRename },
        { label: t.archive, icon: ArchiveIcon, onSelect: onArchive },
        "separator",
        { label: common.delete, icon: TrashIcon, danger: true, onSelect: onDelete },
      ]}
      trigger={(props) => <IconButton icon={MoreIcon} iconSize={18} label={t.chatMenu(title)} className="conversation-menu" {...props} />}
    />
  );
}

function DeleteDialog({ title, onConfirm, onClose }: { title: string; onConfirm: () => Promise<void>; onClose: () => void }) {
  const t = useChatWords();
  const common = useCommon();
  return (
    <ConfirmDialog danger title={t.deleteTitle} confirmLabel={common.delete} onConfirm={onConfirm} onClose={onClose}>
      <Sentence text={t.deleteText(isolated(title))} />
    </ConfirmDialog>
  );
}

/** What a row is at, and what its menu does. */
function useRow(item: Summary, onGo: (id: string | null) => void) {
  const t = useChatWords();
  const { history, threads } = useSession();
  const [state, setState] = useState<"plain" | "renaming" | "deleting">("plain");
  const link = useRef<HTMLAnchorElement>(null);
  const returnsToLink = useRef(false);

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

  return { state, setState, link, rename, archive, remove };
}

/** Goes without loading the page anew, unless the click asks for another tab. */
function follow(event: MouseEvent, go: () => void): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go();
}
