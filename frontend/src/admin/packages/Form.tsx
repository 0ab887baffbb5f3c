import { useState } from "react";
import { usualWindows } from "../../shared/limits/limits";
import { longest } from "../../shared/lengths";
import { useCommon } from "../../shared/locales/common";
import { TextField } from "../../shared/ui/Field";
import { isolated, Sentence } from "../../shared/ui/Sentence";
import { FormDialog } from "../ui/FormDialog";
import { tooLong } from "../ui/tooLong";
import { useSubmit } from "../useSubmit";
import { packages } from "./api";
import { draftOf, fieldNamed, fieldNames, limitsOf, type PackageDraft, problemsOf } from "./draft";
import { ExcessNotice } from "./ExcessNotice";
import { preview } from "./limits";
import { OtherLimits } from "./OtherLimits";
import type { Package } from "./types";
import { usePackageText } from "./text";

/** The editor of a package: the four usual limits, any others, and what they mean in plain words. */
export function PackageForm({ item, onSaved, onClose }: { item: Package | null; onSaved: (name: string) => void; onClose: () => void }) {
  const text = usePackageText();
  const t = text.packages;
  const common = useCommon();
  const [name, setName] = useState(item?.name ?? "");
  const [first] = useState(() => draftOf(item?.limits ?? []));
  const [draft, setDraft] = useState(first);
  const submit = useSubmit(fieldNames(draft), (field) => fieldNamed(draft, field));
  const limits = limitsOf(draft);
  const sentences = preview(text, limits);

  async function save() {
    const nameProblem = name.trim() ? tooLong(name, longest.name, text) : text.common.required;
    const fields = { name: name.trim(), limits };
    const isSaved = await submit.run({ name: nameProblem, ...problemsOf(draft, text) }, async () => {
      await (item ? packages.update(item.id, fields) : packages.create(fields));
    });
    if (!isSaved) return;
    onClose();
    onSaved(fields.name);
  }

  return (
    <FormDialog
      title={item ? t.editTitle(isolated(item.name)) : t.createTitle}
      submitLabel={item ? common.save : text.common.create}
      submit={submit}
      onSubmit={() => void save()}
      onClose={onClose}
      wide
      isChanged={draft.others !== first.others}
    >
      <TextField
        label={text.common.name}
        name="name"
        error={submit.fields["name"]}
        value={name}
        onChange={(event) => setName(event.target.value)}
        data-autofocus
        required
      />
      <UsualLimits draft={draft} errors={submit.fields} onChange={setDraft} />
      <OtherLimits draft={draft} errors={submit.fields} onChange={setDraft} />
      {sentences.length > 0 && (
        <div className="preview" role="status">
          <strong>{t.preview}</strong>
          {sentences.map((sentence) => <p key={sentence}><Sentence text={sentence} /></p>)}
        </div>
      )}
      {item && <ExcessNotice item={item} limits={limits} />}
    </FormDialog>
  );
}

function UsualLimits({ draft, errors, onChange }: {
  draft: PackageDraft;
  errors: Record<string, string>;
  onChange: (draft: PackageDraft) => void;
}) {
  const text = usePackageText();
  const t = text.packages;
  return (
    <fieldset className="limits">
      <legend>{t.limits}</legend>
      <p className="field-hint">{t.blankHint}</p>
      {usualWindows.map((window) => (
        <TextField
          key={window}
          label={text.common.windows[window]}
          hint={t.windowHints[window]}
          name={window}
          error={errors[window]}
          inputMode="numeric"
          placeholder={text.common.unlimited}
          value={draft.usual[window]}
          onChange={(event) => onChange({ ...draft, usual: { ...draft.usual, [window]: event.target.value } })}
        />
      ))}
    </fieldset>
  );
}
