import { type ReactNode, useEffect } from "react";
import { languageChoices, setLanguage, useLanguageChoice } from "../shared/i18n";
import { useCommon } from "../shared/locales/common";
import { setTheme, themes, useTheme } from "../shared/theme";
import { IconButton } from "../shared/ui/Button";
import { Menu } from "../shared/ui/Menu";
import { plain, Sentence } from "../shared/ui/Sentence";
import { GlobeIcon, MoonIcon, ScreenIcon, SunIcon } from "../shared/ui/icons";
import { logoHeight, siteLogo, siteName } from "../shared/site";

/** A small page of its own: the product's name, a card, and the choice of language and theme. */
export function Frame({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${plain(title)} – ${siteName}`;
  }, [title]);
  return (
    <div className="welcome">
      <header className="welcome-head">
        <span className="welcome-name">
          {siteLogo ? <img src={siteLogo} alt="" height={logoHeight} /> : <Mark />}
          {siteName}
        </span>
        <span>
          <LanguageMenu />
          <ThemeMenu />
        </span>
      </header>
      <main className="welcome-main">
        <section className="welcome-card">
          <h1>
            <Sentence text={title} />
          </h1>
          {children}
        </section>
      </main>
    </div>
  );
}

function Mark() {
  return (
    <svg width="26" height="26" viewBox="0 0 26 26" fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" aria-hidden="true">
      <path d="M4 6a2 2 0 0 1 2-2h6v14H9l-4 3.5V18a1.5 1.5 0 0 1-1-1.5z" />
      <path d="M15.5 4H20a2 2 0 0 1 2 2v10.5a1.5 1.5 0 0 1-1 1.5v3.5L17 18h-1.5" strokeDasharray="2.5 2.5" />
    </svg>
  );
}

function LanguageMenu() {
  const t = useCommon();
  const chosen = useLanguageChoice();
  const labels = { auto: t.languageAuto, en: t.languageEn, zh: t.languageZh };
  return (
    <Menu
      label={t.language}
      align="end"
      entries={languageChoices.map((choice) => ({ label: labels[choice], checked: choice === chosen, onSelect: () => setLanguage(choice) }))}
      trigger={(props) => <IconButton icon={GlobeIcon} label={t.language} {...props} />}
    />
  );
}

function ThemeMenu() {
  const t = useCommon();
  const chosen = useTheme();
  const labels = { auto: t.themeAuto, light: t.themeLight, dark: t.themeDark };
  const icons = { auto: ScreenIcon, light: SunIcon, dark: MoonIcon };
  return (
    <Menu
      label={t.theme}
      align="end"
      entries={themes.map((choice) => ({ label: labels[choice], icon: icons[choice], checked: choice === chosen, onSelect: () => setTheme(choice) }))}
      trigger={(props) => <IconButton icon={icons[chosen]} label={t.theme} {...props} />}
    />
  );
}
