import { useRef, useState } from "react";
import { Button } from "../../shared/ui/Button";
import { PlusIcon } from "../../shared/ui/icons";
import { type Option, saveOption } from "./api";
import { Section, useSection } from "./Section";
import { useSettingsText } from "./text";
import { rowNamed } from "./values";
import { WeightFields } from "./WeightFields";
import { mostWeights, newWeight, patternField, weightField, weightProblems, type WeightRow, weightRows, weightsOption } from "./weights";

/** What a message to each model counts as, in limits of weighted messages. */
export function WeightsSection({ options }: { options: readonly Option[] }) {
  const text = useSettingsText();
  const t = text.settings;
  const section = useSection();
  const [rows, setRows] = useState(() => weightRows(options));
  const [added, setAdded] = useState<number | null>(null);
  const adder = useRef<HTMLButtonElement>(null);
  const at = rowNamed(section.refusal, rows, (row) => [row.pattern.trim()]);

  function change(row: WeightRow, part: Partial<WeightRow>) {
    setRows((old) => old.map((one) => (one.id === row.id ? { ...one, ...part } : one)));
    section.changed("pattern" in part ? patternField(row) : weightField(row));
  }

  function add() {
    const row = newWeight(rows);
    setAdded(row.id);
    setRows([...rows, row]);
    section.changed();
  }

  function remove(row: WeightRow) {
    setRows((old) => old.filter((one) => one.id !== row.id));
    section.changed();
    // The button that was pressed is gone with its row.
    adder.current?.focus();
  }

  const save = () => section.save(weightProblems(rows, text), async () => { await saveOption(weightsOption(rows)); });

  return (
    <Section title={t.weights} intro={t.weightsIntro} section={section} refusal={at === null ? section.refusal : ""} onSave={() => void save()}>
      {rows.length === 0 && <p className="soft">{t.weightsNone}</p>}
      <ul className="setting-rows">
        {rows.map((row) => (
          <WeightFields
            key={row.id}
            row={row}
            takesFocus={row.id === added}
            errors={{
              pattern: section.submit.fields[patternField(row)] ?? (row.id === at ? section.refusal : undefined),
              weight: section.submit.fields[weightField(row)],
            }}
            onChange={(part) => change(row, part)}
            onRemove={() => remove(row)}
          />
        ))}
      </ul>
      <Button ref={adder} size="small" icon={PlusIcon} disabled={rows.length >= mostWeights} onClick={add}>{t.addWeight}</Button>
    </Section>
  );
}
