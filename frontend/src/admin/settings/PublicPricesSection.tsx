import { useState } from "react";
import { Checkbox } from "../../shared/ui/Field";
import { type Option, optionNames, saveOption } from "./api";
import { Section, useSection } from "./Section";
import { useSettingsText } from "./text";
import { valueOf } from "./values";

/** Whether prices are told to whoever asks. */
export function PublicPricesSection({ options }: { options: readonly Option[] }) {
  const t = useSettingsText().settings;
  const section = useSection();
  const [isOn, setOn] = useState(() => valueOf(options, optionNames.publicPrices) === "true");
  const save = () => section.save({}, async () => { await saveOption({ key: optionNames.publicPrices, value: String(isOn) }); });
  return (
    <Section title={t.publicPrices} intro={t.publicPricesIntro} section={section} refusal={section.refusal} onSave={() => void save()}>
      <Checkbox
        label={t.publicPricesLabel} hint={t.publicPricesHint} checked={isOn}
        onChange={(event) => { setOn(event.target.checked); section.changed(); }}
      />
    </Section>
  );
}
