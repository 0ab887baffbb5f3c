import { useState } from "react";
import type { ApiKey } from "../../shared/keys/keys";
import { useCommon } from "../../shared/locales/common";
import { isolated } from "../../shared/ui/Sentence";
import { type PackageChoices, PackageField } from "../packages/PackageField";
import { FormDialog } from "../ui/FormDialog";
import { useSubmit } from "../useSubmit";
import { keys } from "./api";
import { useKeyText } from "./text";

/** The package that a key is checked against beside its owner's. */
export function PackageForm({ apiKey, choices, onSaved, onClose }: {
  apiKey: ApiKey;
  choices: PackageChoices;
  onSaved: () => void;
  onClose: () => void;
}) {
  const t = useKeyText().keys;
  const common = useCommon();
  const submit = useSubmit(["package_id"]);
  const [packageId, setPackageId] = useState(apiKey.package_id ?? null);

  async function save() {
    const isSaved = await submit.run({}, async () => { await keys.setPackage(apiKey.id, packageId); });
    if (!isSaved) return;
    onClose();
    onSaved();
  }

  return (
    <FormDialog
      title={t.packageOf(isolated(apiKey.name))}
      submitLabel={common.save}
      submit={submit}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <PackageField
        label={t.package}
        hint={t.packageHint}
        none={t.noPackage}
        choices={choices}
        value={packageId}
        error={submit.fields["package_id"]}
        isFirst
        onChange={setPackageId}
      />
    </FormDialog>
  );
}
