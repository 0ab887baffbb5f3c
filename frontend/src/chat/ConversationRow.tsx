import { type FormEvent, type MouseEvent, useEffect, useRef, useState } from "react";
import { useChatWords } from "../shared/locales/chat";
import { useCommon } from "../shared/locales/common";
import { names } from "../shared/names";
import { IconButton } from "../shared/ui/Button";
import { ConfirmDialog } from "../shared/ui/ConfirmDialog";
import { Menu } from "../shared/ui/Menu";
import { Spinner } from "../shared/ui/Spinner";
import { toast } from "../shared/ui/Toast";
import { ArchiveIcon, EditIcon, MoreIcon, TrashIcon } from "../shared/ui/icons";
import type { Summary } from "./conversationApi";
import { route } from "./route";
import { useSession } from "./session";
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
  const title = shownTitle(item.title, t);

  async function rename(to: string) {
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

  if (state === "renaming") return <RenameRow title={title} onDone={(to) => void rename(to)} />;
  return (
    <li className={names("conversation", isOpen && "conversation-open")}>
      <a href={`/c/${encodeURIComponent(item.id)}`} aria-current={isOpen ? "page" : undefined} title={title} onClick={(event) => follow(event, () => onGo(item.id))}>
        <span className="conversation-title">{title}</span>
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
          {t.deleteText(title)}
        </ConfirmDialog>
      )}
    </li>
  );
}

function RenameRow({ title, onDone }: { title: string; onDone: (title: string) => void }) {
  const t = useChatWords();
  const [text, setText] = useState(title);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);

  function submit(event: FormEvent) {
    event.preventDefault();
    onDone(text.trim());
  }

  return (
    <li className="conversation conversation-renaming">
      <form onSubmit={submit}>
        <input
          ref={field}
          aria-label={t.newTitle}
          value={text}
          maxLength={200}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => onDone(text.trim())}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.preventDefault();
            onDone("");
          }}
        />
      </form>
    </li>
  );
}

/** Goes without loading the page anew, unless the click asks for another tab. */
function follow(event: MouseEvent, go: () => void): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go();
}
