/** What an upstream is asked for, in whose words, and what is made of the status that it answers with. */
import type { ReactNode } from "react";
import { Button, IconButton } from "../../shared/ui/Button";
import { AreaField, Checkbox, TextField } from "../../shared/ui/Field";
import { CloseIcon } from "../../shared/ui/icons";
import { endpointTypes } from "./types";
import type { MappingRow } from "./meaning";
import type { OptionsDraft } from "./options";
import { useAccountText } from "./text";

interface MeaningProps {
  draft: OptionsDraft;
  isAzure: boolean;
  errors: Record<string, string>;
  warning: (field: string) => ReactNode;
  onChange: (change: Partial<OptionsDraft>) => void;
}

export function MeaningFields({ draft, isAzure, errors, warning, onChange }: MeaningProps) {
  const t = useAccountText().upstream;
  return (
    <>
      <MappingFields
        rows={draft.mapping} error={errors["options.model_mapping"]} warning={warning("options.model_mapping")}
        onChange={(mapping) => onChange({ mapping })}
      />
      <AreaField
        label={t.systemPrompt} hint={warning("options.system_prompt") || t.systemPromptHint}
        name="options.system_prompt" error={errors["options.system_prompt"]} value={draft.systemPrompt} rows={3}
        onChange={(event) => onChange({ systemPrompt: event.target.value })}
      />
      <Checkbox
        label={t.leadsSystemPrompts} hint={t.leadsSystemPromptsHint} checked={draft.leadsSystemPrompts}
        disabled={draft.systemPrompt.trim() === ""} onChange={(event) => onChange({ leadsSystemPrompts: event.target.checked })}
      />
      <FormatFields chosen={draft.formats} error={errors["options.endpoint_types"]} onChange={(formats) => onChange({ formats })} />
      {isAzure && <Versions draft={draft} errors={errors} warning={warning} onChange={onChange} />}
      <AreaField
        label={t.statuses} hint={warning("options.status_code_mapping") || t.statusesHint}
        name="options.status_code_mapping" error={errors["options.status_code_mapping"]} value={draft.statuses} rows={2}
        dir="ltr" autoCapitalize="none" spellCheck={false} onChange={(event) => onChange({ statuses: event.target.value })}
      />
    </>
  );
}

function MappingFields({ rows, error, warning, onChange }: {
  rows: readonly MappingRow[];
  error: string | undefined;
  warning: ReactNode;
  onChange: (rows: MappingRow[]) => void;
}) {
  const t = useAccountText().upstream;
  const set = (index: number, part: Partial<MappingRow>) => onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <fieldset className="field mapping">
      <legend>{t.mapping}</legend>
      <p className="field-hint">{warning || t.mappingHint}</p>
      {rows.map((row, index) => (
        <div key={index} className="mapping-row">
          <input
            className="input" dir="auto" autoCapitalize="none" spellCheck={false} aria-invalid={error ? true : undefined}
            aria-label={t.mappingAsked(index + 1)} placeholder={t.mappingAskedShort}
            value={row.asked} onChange={(event) => set(index, { asked: event.target.value })}
          />
          <span aria-hidden="true">→</span>
          <input
            className="input" dir="auto" autoCapitalize="none" spellCheck={false} aria-invalid={error ? true : undefined}
            aria-label={t.mappingSent(index + 1)} placeholder={t.mappingSentShort}
            value={row.sent} onChange={(event) => set(index, { sent: event.target.value })}
          />
          <IconButton icon={CloseIcon} label={t.mappingRemove(index + 1)} onClick={() => onChange(rows.filter((_, at) => at !== index))} />
        </div>
      ))}
      {error && <p className="field-error" role="alert">{error}</p>}
      <Button size="small" onClick={() => onChange([...rows, { asked: "", sent: "" }])}>{t.mappingAdd}</Button>
    </fieldset>
  );
}

/** In the order in which they were ticked: the first is what others are translated into. */
function FormatFields({ chosen, error, onChange }: {
  chosen: readonly string[];
  error: string | undefined;
  onChange: (formats: string[]) => void;
}) {
  const t = useAccountText().upstream;
  return (
    <fieldset className="field">
      <legend>{t.formats}</legend>
      <p className="field-hint">{t.formatsHint}</p>
      {endpointTypes.map((format) => (
        <Checkbox
          key={format} label={t.format[format]} checked={chosen.includes(format)}
          onChange={(event) => onChange(event.target.checked ? [...chosen, format] : chosen.filter((one) => one !== format))}
        />
      ))}
      {error && <p className="field-error" role="alert">{error}</p>}
    </fieldset>
  );
}

function Versions({ draft, errors, warning, onChange }: Omit<MeaningProps, "isAzure">) {
  const t = useAccountText().upstream;
  return (
    <div className="form-pair">
      <TextField
        label={t.apiVersion} hint={warning("options.api_version") || t.apiVersionHint}
        name="options.api_version" error={errors["options.api_version"]} value={draft.apiVersion} placeholder="2024-10-21"
        autoCapitalize="none" spellCheck={false} onChange={(event) => onChange({ apiVersion: event.target.value })}
      />
      <TextField
        label={t.responsesVersion} hint={warning("options.azure_responses_version") || t.responsesVersionHint}
        name="options.azure_responses_version" error={errors["options.azure_responses_version"]} value={draft.responsesVersion}
        placeholder="preview" autoCapitalize="none" spellCheck={false} onChange={(event) => onChange({ responsesVersion: event.target.value })}
      />
    </div>
  );
}
