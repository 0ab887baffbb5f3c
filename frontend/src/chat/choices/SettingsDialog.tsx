import "../together";
import { useState } from "react";
import { languageChoices, setLanguage, useLanguageChoice } from "../../shared/i18n";
import { useCommon } from "../../shared/locales/common";
import { setTheme, themes, useTheme } from "../../shared/theme";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Checkbox, Select } from "../../shared/ui/Field";
import { Radios } from "../../shared/ui/Radios";
import { sendKeys, setSendKey, useSendKey } from "../composer/sendKey";
import { modifierName } from "../../shared/typing";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";
import { useChatWords } from "../text";
import { DataSection } from "../taking/DataSection";
import { Availability } from "../availability/Availability";
import { mayNotify, play } from "./alerts";
import { fontSizes, type Switch } from "./choices";
import { InstructionsForm } from "./InstructionsForm";
import { useChoicesWords } from "./text";

interface SettingsProps {
  onClose: () => void;
  onShowShortcuts: () => void;
}

/** What the member chooses for the chat page, and the instructions that go with every chat. */
export function SettingsDialog({ onClose, onShowShortcuts }: SettingsProps) {
  const title = useChatWords().settings;
  const t = useChoicesWords();
  return (
    <Dialog title={title} onClose={onClose} wide>
      <div className="settings">
        <Looks />
        <SendKeys />
        <section>
          <h3>{t.shortcuts}</h3>
          <ShortcutsSwitch />
          <Button size="small" onClick={onShowShortcuts}>{t.showShortcuts}</Button>
        </section>
        <ReadyChoices />
        <InstructionsForm />
        <Availability />
        <DataSection />
      </div>
    </Dialog>
  );
}

function Looks() {
  const t = useChoicesWords();
  const common = useCommon();
  const { choices } = useSession();
  const { fontSize } = useStore(choices);
  const languages = { auto: common.languageAuto, en: common.languageEn, zh: common.languageZh };
  const looks = { auto: common.themeAuto, light: common.themeLight, dark: common.themeDark };
  return (
    <section className="settings-looks">
      <Select
        label={common.language} value={useLanguageChoice()} onChange={setLanguage} data-autofocus
        options={languageChoices.map((value) => ({ value, label: languages[value] }))}
      />
      <Select label={common.theme} value={useTheme()} onChange={setTheme} options={themes.map((value) => ({ value, label: looks[value] }))} />
      <Select
        label={t.fontSize} value={fontSize} onChange={(size) => choices.setFontSize(size)}
        options={fontSizes.map((value) => ({ value, label: t.fontSizes[value] }))}
      />
    </section>
  );
}

function SendKeys() {
  const t = useChoicesWords();
  const words = {
    auto: { label: t.sendKeyAuto, hint: t.sendKeyAutoNote },
    enter: { label: t.sendKeyEnter, hint: t.sendKeyEnterNote },
    modifier: { label: t.sendKeyModifier(modifierName), hint: t.sendKeyModifierNote },
  };
  return (
    <Radios legend={t.sendKey} value={useSendKey()} onChange={setSendKey} choices={sendKeys.map((value) => ({ value, ...words[value] }))} />
  );
}

/** The one switch of all shortcuts. */
export function ShortcutsSwitch() {
  const t = useChoicesWords();
  const { choices } = useSession();
  const { shortcuts } = useStore(choices);
  return <Checkbox label={t.shortcutsOn} checked={shortcuts} onChange={(event) => choices.turn("shortcuts", event.target.checked)} />;
}

function ReadyChoices() {
  const t = useChoicesWords();
  const { choices } = useSession();
  const chosen = useStore(choices);
  const [isRefused, setRefused] = useState(false);

  function box(name: Switch & `ready${string}`, turn: (isOn: boolean) => void, hint?: string) {
    return <Checkbox label={t[name]} hint={hint} checked={chosen[name]} onChange={(event) => turn(event.target.checked)} />;
  }

  async function turnNotification(isOn: boolean) {
    const isAllowed = !isOn || (await mayNotify());
    setRefused(!isAllowed);
    choices.turn("readyNotification", isOn && isAllowed);
  }

  return (
    <section>
      <h3>{t.readyHeading}</h3>
      {box("readyTitle", (isOn) => choices.turn("readyTitle", isOn))}
      {box("readySound", (isOn) => {
        choices.turn("readySound", isOn);
        if (isOn) play();
      })}
      {box("readyNotification", (isOn) => void turnNotification(isOn), t.readyNotificationNote)}
      {isRefused && <p className="form-error" role="alert">{t.notificationRefused}</p>}
    </section>
  );
}
