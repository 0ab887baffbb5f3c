import { useState } from "react";
import { TextField } from "../../shared/ui/Field";
import { type Option, optionNames, saveOption } from "./api";
import { Section, useSection } from "./Section";
import { useSettingsText } from "./text";
import { valueOf } from "./values";

/** How often the balance of accounts is read. */
export function BalanceSection({ options }: { options: readonly Option[] }) {
  const t = useSettingsText().settings;
  const section = useSection();
  const [minutes, setMinutes] = useState(() => valueOf(options, optionNames.balanceMinutes) || "60");
  const atField = section.submit.fields["value"];
  const save = () => section.save({}, async () => { await saveOption({ key: optionNames.balanceMinutes, value: minutes.trim() }); });
  return (
    <Section title={t.balance} intro={t.balanceIntro} section={section} refusal={atField ? "" : section.refusal} onSave={() => void save()}>
      <TextField
        label={t.balanceMinutes} hint={t.balanceMinutesHint} name="value" error={atField} inputMode="numeric" value={minutes}
        onChange={(event) => { setMinutes(event.target.value); section.changed(); }}
      />
    </Section>
  );
}
