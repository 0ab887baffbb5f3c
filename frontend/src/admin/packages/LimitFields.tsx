import { lengthUnits, scopes, units } from "../../shared/limits/limits";
import { Checkbox, Select, TextField } from "../../shared/ui/Field";
import { fieldOf, type LimitDraft, ownLength } from "./draft";
import { usePackageText } from "./text";
import { useAddedFocus } from "../ui/useAddedFocus";

interface Props {
  draft: LimitDraft;
  /** By the field's own name. */
  errors: Record<string, string | undefined>;
  onChange: (draft: LimitDraft) => void;
}

/** Everything that can be said about one limit. */
export function LimitFields({ draft, errors, takesFocus, onChange }: Props & { takesFocus: boolean }) {
  const t = usePackageText().packages;
  const amount = useAddedFocus(takesFocus);
  const set = (change: Partial<LimitDraft>) => onChange({ ...draft, ...change });
  return (
    <div className="limit-fields">
      <div className="limit-amount">
        <TextField
          ref={amount}
          label={t.amount}
          name={fieldOf(draft, "limit")}
          hint={draft.isUnlimited ? undefined : t.amountHint}
          error={errors["limit"]}
          inputMode="numeric"
          value={draft.isUnlimited ? "" : draft.amount}
          disabled={draft.isUnlimited}
          onChange={(event) => set({ amount: event.target.value })}
        />
        <Checkbox
          label={t.isUnlimited}
          name={fieldOf(draft, "limit")}
          checked={draft.isUnlimited}
          onChange={(event) => set({ isUnlimited: event.target.checked })}
        />
      </div>
      <Select
        label={t.unit}
        name={fieldOf(draft, "unit")}
        hint={t.unitHints[draft.unit]}
        error={errors["unit"]}
        value={draft.unit}
        options={units.map((value) => ({ value, label: t.unitNames[value] }))}
        onChange={(unit) => set({ unit })}
      />
      <Period draft={draft} errors={errors} onChange={onChange} />
      <Select
        label={t.scope}
        name={fieldOf(draft, "scope")}
        hint={t.scopeHints[draft.scope]}
        error={errors["scope"]}
        value={draft.scope}
        options={scopes.map((value) => ({ value, label: t.scopeNames[value] }))}
        onChange={(scope) => set({ scope })}
      />
      <Patterns draft={draft} errors={errors} onChange={onChange} />
    </div>
  );
}

const offered = ["hour", "hour:calendar", "day", "week", "month", ownLength];

function Period({ draft, errors, onChange }: Props) {
  const t = usePackageText().packages;
  // A day or a week that rolls can be chosen as a length; one that is there already keeps its name.
  const windows = offered.includes(draft.window) ? offered : [draft.window, ...offered];
  return (
    <div className="limit-period">
      <Select
        label={t.window}
        name={fieldOf(draft, "window")}
        error={errors["window"]}
        value={draft.window}
        options={windows.map((value) => ({ value, label: t.windowNames[value] ?? value }))}
        onChange={(window) => onChange({ ...draft, window })}
      />
      {draft.window === ownLength && (
        <div className="limit-length">
          <input
            className="input"
            name={fieldOf(draft, "window")}
            aria-label={t.length}
            aria-invalid={errors["window"] ? true : undefined}
            inputMode="numeric"
            value={draft.count}
            onChange={(event) => onChange({ ...draft, count: event.target.value })}
          />
          <select
            className="input select"
            name={fieldOf(draft, "window")}
            aria-label={t.lengthUnit}
            value={draft.lengthUnit}
            onChange={(event) => onChange({ ...draft, lengthUnit: event.target.value as LimitDraft["lengthUnit"] })}
          >
            {lengthUnits.map((unit) => <option key={unit} value={unit}>{t.lengthUnits[unit]}</option>)}
          </select>
        </div>
      )}
    </div>
  );
}

function Patterns({ draft, errors, onChange }: Props) {
  const t = usePackageText().packages;
  return (
    <div className="limit-models">
      <Checkbox
        label={t.onlySome}
        name={fieldOf(draft, "models")}
        checked={draft.isOfSome}
        onChange={(event) => onChange({ ...draft, isOfSome: event.target.checked })}
      />
      {draft.isOfSome && (
        <TextField
          label={t.patterns}
          name={fieldOf(draft, "models")}
          hint={t.patternsHint}
          error={errors["models"]}
          value={draft.patterns}
          placeholder="gpt-*, o3"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => onChange({ ...draft, patterns: event.target.value })}
        />
      )}
    </div>
  );
}
