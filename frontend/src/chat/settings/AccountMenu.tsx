import { useState } from "react";
import { languageChoices, setLanguage, useLanguageChoice } from "../../shared/i18n";
import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { LazyModule } from "../../shared/lazyModule";
import { setTheme, themes, useTheme } from "../../shared/theme";
import { Menu, type MenuEntry } from "../../shared/ui/Menu";
import { toast } from "../../shared/ui/Toast";
import { ArchiveIcon, ChartIcon, KeyIcon, LinkIcon, MoonIcon, ScreenIcon, ServerIcon, SettingsIcon, ShieldIcon, SignOutIcon, SunIcon, TrashIcon } from "../../shared/ui/icons";
import { modifierName, sendKeys, setSendKey, useSendKey } from "../composer/sendKey";
import { useSession } from "../session/session";
import { SessionsDialog } from "../sessions/SessionsDialog";
import { type DialogCode, LazyDialog } from "./LazyDialog";

const archivedDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../list/ArchivedDialog")).ArchivedDialog }));
const trashDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../list/TrashDialog")).TrashDialog }));
const keysDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../keys/KeysDialog")).KeysDialog }));
const connectDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../connect/ConnectDialog")).ConnectDialog }));
const accountsDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../accounts/AccountsDialog")).AccountsDialog }));
const usageDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../usage/dialogs")).UsageDialog }));

type Opened = "accounts" | "archived" | "connect" | "keys" | "usage" | "sessions" | "trash";

/**
 * The member's name at the foot of the sidebar: the panel for administrators, archived chats, the trash, keys, other programs, accounts, usage, language,
 * theme, send key, where one is signed in, sign-out.
 */
export function AccountMenu() {
  const t = useChatWords();
  const session = useSession();
  const [open, setOpen] = useState<Opened | null>(null);
  const entries = useEntries(setOpen);
  const close = () => setOpen(null);

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
      {open === "keys" && <LazyDialog code={keysDialog} title={t.keys} wide onClose={close} />}
      {open === "connect" && <LazyDialog code={connectDialog} title={t.connect} wide onClose={close} />}
      {open === "accounts" && <LazyDialog code={accountsDialog} title={t.accounts} wide onClose={close} />}
      {open === "usage" && <LazyDialog code={usageDialog} title={t.usage} variant="page" onClose={close} />}
      {open === "sessions" && <SessionsDialog onClose={close} />}
    </div>
  );
}

function useEntries(open: (dialog: Opened) => void): MenuEntry[] {
  const t = useChatWords();
  const common = useCommon();
  const session = useSession();
  const choices = [useLanguageEntries(), useThemeEntries(), useSendKeyEntries()];
  return [
    ...(session.isAdmin ? [{ label: t.adminPanel, icon: ShieldIcon, href: "/admin" }] : []),
    { label: t.archivedChats, icon: ArchiveIcon, onSelect: () => open("archived") },
    { label: t.trash, icon: TrashIcon, onSelect: () => open("trash") },
    { label: t.keys, icon: KeyIcon, onSelect: () => open("keys") },
    { label: t.connect, icon: LinkIcon, onSelect: () => open("connect") },
    { label: t.accounts, icon: ServerIcon, onSelect: () => open("accounts") },
    { label: t.usage, icon: ChartIcon, onSelect: () => open("usage") },
    ...choices.flatMap((choice): MenuEntry[] => ["separator", ...choice]),
    "separator",
    { label: t.sessions, icon: ScreenIcon, onSelect: () => open("sessions") },
    { label: common.signOut, icon: SignOutIcon, onSelect: () => void session.signOut().catch(() => toast(t.signOutFailed, { tone: "error" })) },
  ];
}

function useLanguageEntries(): MenuEntry[] {
  const common = useCommon();
  const language = useLanguageChoice();
  const labels = { auto: common.languageAuto, en: common.languageEn, zh: common.languageZh };
  return [
    { heading: common.language },
    ...languageChoices.map((choice) => ({ label: labels[choice], checked: choice === language, onSelect: () => setLanguage(choice) })),
  ];
}

function useThemeEntries(): MenuEntry[] {
  const common = useCommon();
  const theme = useTheme();
  const labels = { auto: common.themeAuto, light: common.themeLight, dark: common.themeDark };
  const icons = { auto: ScreenIcon, light: SunIcon, dark: MoonIcon };
  return [
    { heading: common.theme },
    ...themes.map((choice) => ({ label: labels[choice], icon: icons[choice], checked: choice === theme, onSelect: () => setTheme(choice) })),
  ];
}

function useSendKeyEntries(): MenuEntry[] {
  const t = useChatWords();
  const sendKey = useSendKey();
  const entries = {
    auto: { label: t.sendKeyAuto, note: t.sendKeyAutoNote },
    enter: { label: t.sendKeyEnter, note: t.sendKeyEnterNote },
    modifier: { label: t.sendKeyModifier(modifierName), note: t.sendKeyModifierNote },
  };
  return [
    { heading: t.sendKey },
    ...sendKeys.map((choice) => ({ ...entries[choice], checked: choice === sendKey, onSelect: () => setSendKey(choice) })),
  ];
}
