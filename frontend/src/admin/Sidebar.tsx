import { useState } from "react";
import { api } from "../shared/api";
import { languageChoices, setLanguage, useLanguageChoice } from "../shared/i18n";
import { useCommon } from "../shared/locales/common";
import { names } from "../shared/names";
import { setTheme, themes, useTheme } from "../shared/theme";
import { IconButton } from "../shared/ui/Button";
import { ArrowLeftIcon, CloseIcon, GlobeIcon, MenuIcon, MoonIcon, ScreenIcon, SignOutIcon, SunIcon } from "../shared/ui/icons";
import { Menu } from "../shared/ui/Menu";
import { pagesFor } from "./pages";
import { useSelf } from "./self";
import { useText } from "./text";
import { Link } from "./ui/Link";
import { useAct } from "./ui/notices";
import { logoHeight, siteLogo, siteName } from "../shared/site";

/** Navigation and what is always at hand; on a phone a bar that unfolds. */
export function Sidebar({ path }: { path: string }) {
  const t = useText().shell;
  const common = useCommon();
  const self = useSelf();
  const [isOpen, setOpen] = useState(false);
  const { busy, act } = useAct();

  async function signOut() {
    if (await act("sign-out", () => api("POST", "/api/user/logout"))) location.assign("/login");
  }

  return (
    <header className={names("admin-side", isOpen && "is-open")}>
      <div className="admin-brand">
        <span className="admin-product">{siteLogo && <img src={siteLogo} alt="" height={logoHeight} />}{siteName}</span>
        <span className="admin-area">{t.title}</span>
        <IconButton
          className="admin-toggle"
          icon={isOpen ? CloseIcon : MenuIcon}
          label={t.menu}
          aria-expanded={isOpen}
          aria-controls="admin-menu"
          onClick={() => setOpen((open) => !open)}
        />
      </div>
      <div className="admin-menu" id="admin-menu">
        <nav aria-label={t.sections}>
          {pagesFor(self?.role).map((page) => (
            <Link
              key={page.path}
              href={page.path}
              className="admin-link"
              aria-current={page.path === path ? "page" : undefined}
              onClick={() => setOpen(false)}
            >
              <page.icon size={20} />
              {t[page.name]}
            </Link>
          ))}
        </nav>
        <div className="admin-foot">
          <a className="admin-link" href="/"><ArrowLeftIcon size={20} />{t.backToChat}</a>
          <button type="button" className="admin-link" disabled={busy !== null} onClick={() => void signOut()}>
            <SignOutIcon size={20} />{common.signOut}
          </button>
          <div className="admin-self">
            <span className="admin-name" dir="auto" title={self?.username}>{self?.display_name || self?.username}</span>
            <LanguageMenu />
            <ThemeMenu />
          </div>
        </div>
      </div>
    </header>
  );
}

function LanguageMenu() {
  const common = useCommon();
  const choice = useLanguageChoice();
  const labels = { auto: common.languageAuto, en: common.languageEn, zh: common.languageZh };
  return (
    <Menu
      label={common.language}
      align="end"
      entries={languageChoices.map((value) => ({ label: labels[value], checked: value === choice, onSelect: () => setLanguage(value) }))}
      trigger={(props) => <IconButton icon={GlobeIcon} label={common.language} {...props} />}
    />
  );
}

function ThemeMenu() {
  const common = useCommon();
  const theme = useTheme();
  const labels = { auto: common.themeAuto, light: common.themeLight, dark: common.themeDark };
  const icons = { auto: ScreenIcon, light: SunIcon, dark: MoonIcon };
  return (
    <Menu
      label={common.theme}
      align="end"
      entries={themes.map((value) => ({ label: labels[value], icon: icons[value], checked: value === theme, onSelect: () => setTheme(value) }))}
      trigger={(props) => <IconButton icon={icons[theme]} label={common.theme} {...props} />}
    />
  );
}
