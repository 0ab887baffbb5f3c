import { useState } from "react";
import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { LazyModule } from "../../shared/lazyModule";
import { Menu, type MenuEntry } from "../../shared/ui/Menu";
import { toast } from "../../shared/ui/Toast";
import { ArchiveIcon, ChartIcon, FileIcon, KeyIcon, LinkIcon, ScreenIcon, ServerIcon, SettingsIcon, ShareIcon, ShieldIcon, SignOutIcon, TrashIcon } from "../../shared/ui/icons";
import { useSession } from "../session/session";
import { type DialogCode, LazyDialog } from "./LazyDialog";

const archivedDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../places/ArchivedDialog")).ArchivedDialog }));
const trashDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../places/TrashDialog")).TrashDialog }));
const filesDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../places/FilesDialog")).FilesDialog }));
const sharesDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../shares/SharesDialog")).SharesDialog }));
const keysDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../keys/KeysDialog")).KeysDialog }));
const connectDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../connect/ConnectDialog")).ConnectDialog }));
const accountsDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../accounts/AccountsDialog")).AccountsDialog }));
const settingsDialog: DialogCode<{ onShowShortcuts: () => void }> = new LazyModule(async () => ({
  Content: (await import("../choices/SettingsDialog")).SettingsDialog,
}));
const sessionsDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../sessions/SessionsDialog")).SessionsDialog }));
const usageDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../usage/dialogs")).UsageDialog }));

type Opened = "accounts" | "archived" | "connect" | "files" | "keys" | "usage" | "sessions" | "settings" | "shares" | "trash";

/**
 * The member's name at the foot of the sidebar: the panel for administrators, archived chats, the trash, keys, other programs, accounts, usage, settings,
 * where one is signed in, sign-out.
 */
export function AccountMenu({ onShowShortcuts }: { onShowShortcuts: () => void }) {
  const t = useChatWords();
  const session = useSession();
  const [open, setOpen] = useState<Opened | null>(null);
  const entries = useEntries(setOpen);
  const close = () => setOpen(null);
  const showShortcuts = () => {
    close();
    onShowShortcuts();
  };

  return (
    <div className="sidebar-foot">
      <Menu
        label={t.settings}
        entries={entries}
        trigger={(props) => (
          <button type="button" className="account" aria-label={t.accountMenu(session.name)} {...props}>
            <span className="avatar" aria-hidden="true">
              {[...session.name][0]?.toUpperCase()}
            </span>
            <span className="account-name" dir="auto" title={session.name}>
              {session.name}
            </span>
            <SettingsIcon size={18} />
          </button>
        )}
      />
      {open === "archived" && <LazyDialog code={archivedDialog} title={t.archivedChats} onClose={close} />}
      {open === "trash" && <LazyDialog code={trashDialog} title={t.trash} onClose={close} />}
      {open === "files" && <LazyDialog code={filesDialog} title={t.files} wide onClose={close} />}
      {open === "shares" && <LazyDialog code={sharesDialog} title={t.sharedChats} wide onClose={close} />}
      {open === "keys" && <LazyDialog code={keysDialog} title={t.keys} wide onClose={close} />}
      {open === "connect" && <LazyDialog code={connectDialog} title={t.connect} wide onClose={close} />}
      {open === "accounts" && <LazyDialog code={accountsDialog} title={t.accounts} wide onClose={close} />}
      {open === "usage" && <LazyDialog code={usageDialog} title={t.usage} variant="page" onClose={close} />}
      {open === "settings" && <LazyDialog code={settingsDialog} more={{ onShowShortcuts: showShortcuts }} title={t.settings} wide onClose={close} />}
      {open === "sessions" && <LazyDialog code={sessionsDialog} title={t.sessions} onClose={close} />}
    </div>
  );
}

function useEntries(open: (dialog: Opened) => void): MenuEntry[] {
  const t = useChatWords();
  const common = useCommon();
  const session = useSession();
  return [
    ...(session.isAdmin ? [{ label: t.adminPanel, icon: ShieldIcon, href: "/admin" }] : []),
    { label: t.archivedChats, icon: ArchiveIcon, onSelect: () => open("archived") },
    { label: t.sharedChats, icon: ShareIcon, onSelect: () => open("shares") },
    { label: t.files, icon: FileIcon, onSelect: () => open("files") },
    { label: t.trash, icon: TrashIcon, onSelect: () => open("trash") },
    { label: t.keys, icon: KeyIcon, onSelect: () => open("keys") },
    { label: t.connect, icon: LinkIcon, onSelect: () => open("connect") },
    { label: t.accounts, icon: ServerIcon, onSelect: () => open("accounts") },
    { label: t.usage, icon: ChartIcon, onSelect: () => open("usage") },
    "separator",
    { label: t.settings, icon: SettingsIcon, onSelect: () => open("settings") },
    { label: t.sessions, icon: ScreenIcon, onSelect: () => open("sessions") },
    { label: common.signOut, icon: SignOutIcon, onSelect: () => void session.signOut().catch(() => toast(t.signOutFailed, { tone: "error" })) },
  ];
}
