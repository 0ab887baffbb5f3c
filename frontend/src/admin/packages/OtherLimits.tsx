import { useRef, useState } from "react";
import { Button, IconButton } from "../../shared/ui/Button";
import { PlusIcon, TrashIcon } from "../../shared/ui/icons";
import { plain } from "../../shared/ui/Sentence";
import { MoreOptions } from "../ui/MoreOptions";
import { fieldOf, idsAt, type LimitDraft, limitOf, limitsOf, newLimit, type PackageDraft, repetitions } from "./draft";
import { LimitFields } from "./LimitFields";
import { idle, sentence } from "./limits";
import { usePackageText } from "./text";

interface Props {
  draft: PackageDraft;
  errors: Record<string, string>;
  onChange: (draft: PackageDraft) => void;
}

/** The limits beside the usual ones: each a sentence that opens its fields. */
export function OtherLimits({ draft, errors, onChange }: Props) {
  const text = usePackageText();
  const t = text.packages;
  const [added, setAdded] = useState<number | null>(null);
  const adder = useRef<HTMLButtonElement>(null);
  const repeated = repetitions(draft, text);
  const idleIds = idsAt(draft, idle(limitsOf(draft)));
  const { others } = draft;

  function add() {
    const limit = newLimit(others);
    setAdded(limit.id);
    onChange({ ...draft, others: [...others, limit] });
  }

  function remove(id: number) {
    onChange({ ...draft, others: others.filter((other) => other.id !== id) });
    // The button that was pressed is gone with its limit.
    adder.current?.focus();
  }

  return (
    <fieldset className="other-limits">
      <legend>{t.others}</legend>
      <p className="field-hint">{t.othersHint}</p>
      {others.length > 0 && (
        <ul>
          {others.map((other) => (
            <OtherLimit
              key={other.id}
              draft={other}
              isNew={other.id === added}
              errors={errors}
              repeats={repeated.get(other.id)}
              isIdle={idleIds.includes(other.id)}
              onChange={(changed) => onChange({ ...draft, others: others.map((one) => (one.id === other.id ? changed : one)) })}
              onRemove={() => remove(other.id)}
            />
          ))}
        </ul>
      )}
      {errors["limits"] && <p className="field-error" role="alert">{errors["limits"]}</p>}
      <Button ref={adder} size="small" icon={PlusIcon} onClick={add}>{t.addLimit}</Button>
    </fieldset>
  );
}

function OtherLimit({ draft, isNew, errors, repeats, isIdle, onChange, onRemove }: {
  draft: LimitDraft;
  isNew: boolean;
  errors: Record<string, string>;
  repeats: string | undefined;
  isIdle: boolean;
  onChange: (draft: LimitDraft) => void;
  onRemove: () => void;
}) {
  const text = usePackageText();
  const t = text.packages;
  const limit = limitOf(draft);
  const words = limit ? sentence(text, limit) : t.incomplete;
  const own = Object.fromEntries(
    ["limit", "unit", "window", "scope", "models"].map((field) => [field, errors[fieldOf(draft, field)]]),
  );
  const window = own["window"] ?? repeats;
  return (
    <li className="other-limit">
      <MoreOptions title={words} isOpenAtFirst={isNew} hasError={Object.values({ ...own, window }).some(Boolean)}>
        <LimitFields draft={draft} errors={{ ...own, window }} takesFocus={isNew} onChange={onChange} />
      </MoreOptions>
      {isIdle && <p className="field-hint" role="status">{t.idle}</p>}
      <IconButton icon={TrashIcon} iconSize={18} label={t.removeLimit(plain(words))} onClick={onRemove} />
    </li>
  );
}
