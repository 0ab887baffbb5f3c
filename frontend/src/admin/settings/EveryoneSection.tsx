import { useState } from "react";
import { type PackageChoices, PackageField } from "../packages/PackageField";
import { type Option, optionNames, saveOption } from "./api";
import { Section, useSection } from "./Section";
import { useSettingsText } from "./text";
import { packageIn, valueOf } from "./values";

/** The package that everybody is checked against. */
export function EveryoneSection({ options, choices }: { options: readonly Option[]; choices: PackageChoices }) {
  const t = useSettingsText().settings;
  const section = useSection();
  const [packageId, setPackageId] = useState(() => packageIn(valueOf(options, optionNames.everyonesPackage)));
  const atField = section.submit.fields["value"];
  const save = () => section.save({}, async () => {
    await saveOption({ key: optionNames.everyonesPackage, value: packageId === null ? "" : String(packageId) });
  });
  return (
    <Section title={t.everyone} intro={t.everyoneIntro} section={section} refusal={atField ? "" : section.refusal} onSave={() => void save()}>
      <PackageField
        label={t.everyonePackage}
        none={t.noPackage}
        choices={choices}
        name="value"
        value={packageId}
        error={atField}
        onChange={(chosen) => { setPackageId(chosen); section.changed(); }}
      />
    </Section>
  );
}
