import { useId } from "react";
import { AreaField, Checkbox, TextField } from "../../shared/ui/Field";
import { MoreOptions } from "../ui/MoreOptions";
import { ModelField } from "./ModelField";
import { playground, type PlaygroundState } from "./playground";
import type { NumberField } from "./request";
import { usePlaygroundText } from "./text";
import type { useModels } from "./useModels";

/** The names that programs send. */
const numbers: readonly { field: NumberField; label: string; mode: "decimal" | "numeric" }[] = [
  { field: "temperature", label: "temperature", mode: "decimal" },
  { field: "topP", label: "top_p", mode: "decimal" },
  { field: "maxTokens", label: "max_tokens", mode: "numeric" },
];

/** What holds for every question: model, system prompt, parameters. */
export function Settings({ state, models, errors }: {
  state: PlaygroundState;
  models: ReturnType<typeof useModels>;
  errors: Record<string, string>;
}) {
  const t = usePlaygroundText().playground;
  const id = useId();
  const { options } = state;
  return (
    <section className="panel playground-settings form" aria-labelledby={id}>
      <h2 id={id}>{t.settings}</h2>
      <ModelField state={state} models={models} error={errors["model"]} />
      <AreaField
        label={t.system} hint={t.systemHint} name="system" rows={3} value={options.system}
        onChange={(event) => playground.changeOptions({ system: event.target.value })}
      />
      <MoreOptions title={t.parameters} isOpenAtFirst={matchMedia("(min-width: 768px)").matches} hasError={numbers.some(({ field }) => errors[field])}>
        <div className="more-options-body form">
          {numbers.map(({ field, label, mode }) => (
            <TextField
              key={field} label={label} name={field} error={errors[field]} inputMode={mode} autoComplete="off" placeholder={t.unset}
              value={options[field]} onChange={(event) => playground.changeOptions({ [field]: event.target.value })}
            />
          ))}
          <Checkbox
            label={t.streams} hint={t.streamsHint} checked={options.streams}
            onChange={(event) => playground.changeOptions({ streams: event.target.checked })}
          />
        </div>
      </MoreOptions>
    </section>
  );
}
