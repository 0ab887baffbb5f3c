import { useState } from "react";
import { formatNumber } from "../../shared/i18n";
import { longest } from "../../shared/lengths";
import { useCommon } from "../../shared/locales/common";
import { TextField } from "../../shared/ui/Field";
import { isolated } from "../../shared/ui/Sentence";
import { packages } from "./api";
import { type Limit, type Package, type Window, windows } from "./types";
import { usePackageText } from "./text";
import { FormDialog } from "../ui/FormDialog";
import { tooLong } from "../ui/tooLong";
import { useSubmit } from "../useSubmit";
import { largest, preview } from "./limits";

type Typed = Record<Window, string>;

/** The editor of a package: one row a window, and what it means in plain words. */
export function PackageForm({ item, onSaved, onClose }: { item: Package | null; onSaved: (name: string) => void; onClose: () => void }) {
  const text = usePackageText();
  const t = text.packages;
  const common = useCommon();
  const submit = useSubmit(["name"]);
  const [name, setName] = useState(item?.name ?? "");
  const [typed, setTyped] = useState<Typed>(() => typedFrom(item?.limits ?? []));
  const limits = read(typed);

  async function save() {
    const problems: Record<string, string | null> = { name: name.trim() ? tooLong(name, longest.name, text) : text.common.required };
    for (const window of windows) {
      problems[window] = limitOf(typed, window) === "invalid" ? t.limitRange(formatNumber(largest(window))) : null;
    }
    const fields = { name: name.trim(), limits };
    const isSaved = await submit.run(problems, async () => {
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
      <LimitFields typed={typed} errors={submit.fields} onChange={setTyped} />
      <div className="preview" role="status">
        <strong>{t.preview}</strong>
        {preview(text, limits).map((sentence) => <p key={sentence}>{sentence}</p>)}
      </div>
    </FormDialog>
  );
}

function LimitFields({ typed, errors, onChange }: { typed: Typed; errors: Record<string, string>; onChange: (typed: Typed) => void }) {
  const text = usePackageText();
  const t = text.packages;
  return (
    <fieldset className="limits">
      <legend>{t.limits}</legend>
      <p className="field-hint">{t.blankHint}</p>
      {windows.map((window) => (
        <TextField
          key={window}
          label={text.common.windows[window]}
          hint={t.windowHints[window]}
          name={window}
          error={errors[window]}
          inputMode="numeric"
          placeholder={text.common.unlimited}
          value={typed[window]}
          onChange={(event) => onChange({ ...typed, [window]: event.target.value })}
        />
      ))}
    </fieldset>
  );
}

function typedFrom(limits: readonly Limit[]): Typed {
  const typed: Typed = { hour: "", day: "", week: "", month: "" };
  for (const limit of limits) typed[limit.window] = String(limit.limit);
  return typed;
}

function limitOf(typed: Typed, window: Window): number | null | "invalid" {
  const text = typed[window].trim();
  if (text === "") return null;
  const value = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
  return value <= largest(window) ? value : "invalid";
}

function read(typed: Typed): Limit[] {
  return windows.flatMap((window) => {
    const limit = limitOf(typed, window);
    return typeof limit === "number" ? [{ window, limit }] : [];
  });
}
