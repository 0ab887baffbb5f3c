import { useState } from "react";
import { Checkbox } from "../../shared/ui/Field";
import { type Option, optionNames, saveOption } from "./api";
import { Section, useSection } from "./Section";
import { useSettingsText } from "./text";
import { valueOf } from "./values";

/** Whether accounts are asked for titles of chats. */
export function TitlesSection({ options }: { options: readonly Option[] }) {
  const t = useSettingsText().settings;
  const section = useSection();
  const [isOn, setOn] = useState(() => valueOf(options, optionNames.titles) !== "false");
  const save = () => section.save({}, async () => { await saveOption({ key: optionNames.titles, value: String(isOn) }); });
  return (
    <Section title={t.titles} intro={t.titlesIntro} section={section} refusal={section.refusal} onSave={() => void save()}>
      <Checkbox
        label={t.titlesLabel} hint={t.titlesHint} checked={isOn}
        onChange={(event) => { setOn(event.target.checked); section.changed(); }}
      />
    </Section>
  );
}
