import { useState } from "react";
import { Select } from "../../shared/ui/Field";
import { type Option, optionNames, saveOption } from "./api";
import { Section, useSection } from "./Section";
import { useSettingsText } from "./text";
import { valueOf } from "./values";

const readers = ["everyone", "members", "nobody"] as const;

/** Who may read what members share of their chats. */
export function SharingSection({ options }: { options: readonly Option[] }) {
  const t = useSettingsText().settings;
  const section = useSection();
  const [chosen, setChosen] = useState(() => readers.find((one) => one === valueOf(options, optionNames.sharedChats)) ?? "everyone");
  const save = () => section.save({}, async () => { await saveOption({ key: optionNames.sharedChats, value: chosen }); });
  return (
    <Section title={t.sharing} intro={t.sharingIntro} section={section} refusal={section.refusal} onSave={() => void save()}>
      <Select
        label={t.sharingLabel} name="sharing" value={chosen} options={readers.map((value) => ({ value, label: t.sharingReaders[value] }))}
        onChange={(value) => { setChosen(value); section.changed(); }}
      />
    </Section>
  );
}
