import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { isolated, Sentence } from "../../shared/ui/Sentence";
import { useSettingsText } from "./text";
import { patternField, weightField, weightOf, type WeightRow } from "./weights";
import { useAddedFocus } from "../ui/useAddedFocus";

/** One model, or a pattern of names, and its weight; said as a sentence once both are there. */
export function WeightFields({ row, errors, takesFocus, onChange, onRemove }: {
  row: WeightRow;
  errors: { pattern: string | undefined; weight: string | undefined };
  takesFocus: boolean;
  onChange: (part: Partial<WeightRow>) => void;
  onRemove: () => void;
}) {
  const text = useSettingsText();
  const t = text.settings;
  const input = useAddedFocus(takesFocus);
  const pattern = row.pattern.trim();
  const weight = weightOf(row);
  return (
    <li className="setting-row">
      <TextField
        ref={input}
        label={t.pattern}
        hint={t.patternHint}
        name={patternField(row)}
        error={errors.pattern}
        value={row.pattern}
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => onChange({ pattern: event.target.value })}
      />
      <TextField
        label={t.weight}
        hint={pattern !== "" && weight !== null ? <Sentence text={t.weighs(isolated(pattern), weight)} /> : undefined}
        name={weightField(row)}
        error={errors.weight}
        inputMode="numeric"
        value={row.weight}
        onChange={(event) => onChange({ weight: event.target.value })}
      />
      <Button size="small" aria-label={t.removeWeight(pattern)} onClick={onRemove}>{text.common.remove}</Button>
    </li>
  );
}
