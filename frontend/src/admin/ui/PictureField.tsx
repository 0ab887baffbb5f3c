import { type ChangeEvent, useRef, useState } from "react";
import { useSentences } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { Field } from "../../shared/ui/Field";
import { en } from "./picture.en";
import { zh } from "./picture.zh";

const both = { en, zh };
/** As the server has it. */
const most = 256 * 1024;

/** A picture that is uploaded with its form. `chosen`: in base64, null for none, undefined for the one that is there. */
export function PictureField({ label, shown, chosen, error, onChange }: {
  label: string;
  /** The address of the one that is there. */
  shown: string | null;
  chosen: string | null | undefined;
  error: string | null | undefined;
  onChange: (picture: string | null) => void;
}) {
  const t = useSentences(both);
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const source = chosen ? `data:image/*;base64,${chosen}` : chosen === null ? null : shown;

  function take(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    // The same file may be chosen again.
    event.target.value = "";
    if (!file) return;
    if (file.size > most) return setProblem(t.large);
    setProblem(null);
    const reader = new FileReader();
    reader.onload = () => onChange(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => setProblem(t.unread);
    reader.readAsDataURL(file);
  }

  return (
    <Field label={label} hint={t.hint} error={problem ?? error}>
      {(control) => (
        <div className="picture-field">
          {source && <img src={source} alt="" width="56" height="56" />}
          <input {...control} ref={input} className="visually-hidden" type="file" accept="image/png,image/jpeg,image/webp" onChange={take} />
          <Button size="small" onClick={() => input.current?.click()}>{t.choose}</Button>
          {source && <Button size="small" variant="ghost" onClick={() => { setProblem(null); onChange(null); }}>{t.takeAway}</Button>}
        </div>
      )}
    </Field>
  );
}
