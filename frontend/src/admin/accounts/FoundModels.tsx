import { useState } from "react";
import { Button } from "../../shared/ui/Button";
import { Checkbox } from "../../shared/ui/Field";
import { useAccountText } from "./text";

/** With so many names a box to narrow them down is worth its place. */
const many = 10;

/** The models that a provider names, ticked where they are chosen. */
export function FoundModels({ found, chosen, onChange }: {
  found: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  const t = useAccountText().upstream;
  const [typed, setTyped] = useState("");
  const keyword = typed.trim().toLowerCase();
  const shown = found.filter((name) => name.toLowerCase().includes(keyword));
  const open = shown.filter((name) => !chosen.includes(name));
  return (
    <fieldset className="found-models">
      <legend className="visually-hidden">{t.foundList}</legend>
      <div className="trial">
        {found.length > many && (
          <input
            className="input" aria-label={t.narrow} placeholder={t.narrow} value={typed} spellCheck={false} autoCapitalize="none"
            onChange={(event) => setTyped(event.target.value)}
            // The form is not what Enter is for here.
            onKeyDown={(event) => { if (event.key === "Enter") event.preventDefault(); }}
          />
        )}
        <Button size="small" disabled={open.length === 0} onClick={() => onChange([...chosen, ...open])}>{t.takeAll(shown.length)}</Button>
      </div>
      {shown.length === 0 && <p className="field-hint">{t.foundNothing}</p>}
      <div className="found-list">
        {shown.map((name) => (
          <Checkbox
            key={name} label={<bdi>{name}</bdi>} checked={chosen.includes(name)}
            onChange={(event) => onChange(event.target.checked ? [...chosen, name] : chosen.filter((other) => other !== name))}
          />
        ))}
      </div>
    </fieldset>
  );
}
