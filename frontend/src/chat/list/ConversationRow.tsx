import { type MouseEvent, useEffect, useRef, useState } from "react";
import { useChatWords } from "../text";
import { LazyModule } from "../../shared/lazyModule";
import { useCommon } from "../../shared/locales/common";
import { names } from "../../shared/names";
import { IconButton } from "../../shared/ui/Button";
import { Menu, type MenuEntry } from "../../shared/ui/Menu";
import { Spinner } from "../../shared/ui/Spinner";
import { toast } from "../../shared/ui/Toast";
import { ArchiveIcon, CheckIcon, DownloadIcon, EditIcon, FolderIcon, MoreIcon, PinIcon, ShareIcon, TrashIcon } from "../../shared/ui/icons";
import { useActs } from "./acts";
import type { Summary } from "./api";
import { longest } from "../../shared/lengths";
import { RenameRow } from "./RenameRow";
import { type DialogCode, LazyDialog } from "../settings/LazyDialog";
import { useSession } from "../session/session";
import { shownTitle } from "./title";

const moveDialog: DialogCode<{ item: Summary }> = new LazyModule(async () => ({ Content: (await import("../places/MoveDialog")).MoveDialog }));

export const shareDialog: DialogCode<{ id: string; node?: string }> = new LazyModule(async () => ({
  Content: (await import("../shares/ShareDialog")).ShareDialog,
}));

const exportDialog: DialogCode<{ id: string }> = new LazyModule(async () => ({ Content: (await import("../taking/ExportDialog")).ExportDialog }));

export type Mark = "running" | "unread" | undefined;

interface RowProps {
  item: Summary;
  isOpen: boolean;
  mark: Mark;
  onGo: (id: string | null) => void;
  /** Begins to choose several, this one first. */
  onSelect: () => void;
}

/** One conversation in the sidebar, with its menu. */
export function ConversationRow({ item, isOpen, mark, onGo, onSelect }: RowProps) {
  const t = useChatWords();
  const title = shownTitle(item.title, t);
  const { state, setState, link, rename } = useRow(item);
  const entries = useRowEntries(item, { onGo, onSelect, onBegin: setState });

  const close = () => setState("plain");
  if (state === "renaming") return <RenameRow text={title} label={t.newTitle} most={longest.title} onDone={(to, isByKey) => void rename(to, isByKey)} />;
  return (
    <li className={names("conversation", isOpen && "conversation-open")}>
      <a
        ref={link}
        href={`/c/${encodeURIComponent(item.id)}`}
        data-id={item.id}
        aria-current={isOpen ? "page" : undefined}
        title={title}
        onClick={(event) => follow(event, () => onGo(item.id))}
      >
        <span className="conversation-title" dir="auto">
          {title}
        </span>
        <RowMark mark={mark} />
      </a>
      <Menu
        label={t.chatMenu(title)}
        align="end"
        entries={entries}
        trigger={(props) => <IconButton icon={MoreIcon} iconSize={18} label={t.chatMenu(title)} className="conversation-menu" {...props} />}
      />
      {state === "moving" && <LazyDialog code={moveDialog} title={t.moveTitle} more={{ item }} onClose={close} />}
      {state === "sharing" && <LazyDialog code={shareDialog} title={t.share} wide more={{ id: item.id }} onClose={close} />}
      {state === "exporting" && <LazyDialog code={exportDialog} title={t.exportChat} more={{ id: item.id }} onClose={close} />}
    </li>
  );
}

export function RowMark({ mark }: { mark: Mark }) {
  const t = useChatWords();
  if (mark === "running") return <Spinner size={14} label={t.isWriting} />;
  if (mark !== "unread") return null;
  return (
    <span className="conversation-dot">
      <span className="visually-hidden">{t.isUnread}</span>
    </span>
  );
}

type RowState = "plain" | "renaming" | "moving" | "sharing" | "exporting";

interface RowActs {
  onGo: (id: string | null) => void;
  onSelect: () => void;
  onBegin: (state: RowState) => void;
}

function useRowEntries(item: Summary, { onGo, onSelect, onBegin }: RowActs): MenuEntry[] {
  const t = useChatWords();
  const common = useCommon();
  const { lists } = useSession();
  const acts = useActs(onGo);
  const pin = () => void acts.attempt(() => lists.put(item.id, { is_starred: !item.is_starred }));
  return [
    { label: t.rename, icon: EditIcon, onSelect: () => onBegin("renaming") },
    { label: item.is_starred ? t.unpin : t.pin, icon: PinIcon, onSelect: pin },
    { label: t.move, icon: FolderIcon, onSelect: () => onBegin("moving") },
    { label: t.share, icon: ShareIcon, onSelect: () => onBegin("sharing") },
    { label: t.exportChat, icon: DownloadIcon, onSelect: () => onBegin("exporting") },
    { label: t.archive, icon: ArchiveIcon, onSelect: () => void acts.archive([item.id]) },
    { label: t.selectSeveral, icon: CheckIcon, onSelect },
    "separator",
    { label: common.delete, icon: TrashIcon, danger: true, onSelect: () => void acts.remove([item.id]) },
  ];
}

/** What a row is at. */
function useRow(item: Summary) {
  const t = useChatWords();
  const { lists, threads } = useSession();
  const [state, setState] = useState<RowState>("plain");
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
      await lists.rename(item.id, to);
      threads.find(item.id)?.note({ title: to });
    } catch {
      toast(t.renameFailed, { tone: "error" });
    }
  }

  return { state, setState, link, rename };
}

/** Goes without loading the page anew, unless the click asks for another tab. */
function follow(event: MouseEvent, go: () => void): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go();
}
