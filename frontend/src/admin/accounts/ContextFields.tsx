import { modelNames } from "./api";
import { useAccountText } from "./text";
import { MoreOptions } from "../ui/MoreOptions";

/** How many tokens each model accepts, where it is not the usual. */
export function ContextFields({ models, contexts, error, onChange }: {
  models: string;
  contexts: Record<string, string>;
  error: string | undefined;
  onChange: (contexts: Record<string, string>) => void;
}) {
  const text = useAccountText();
  const t = text.accounts;
  const all = modelNames(models);
  return (
    <MoreOptions title={text.common.optional(t.contexts)} hasError={error !== undefined}>
      <p className="field-hint">{all.length === 0 ? t.contextsNone : t.contextsHint}</p>
      {error && <p className="field-error" role="alert">{error}</p>}
      {all.map((model) => (
        <label key={model} className="context-row">
          <span dir="auto">{model}</span>
          <input
            className="input"
            inputMode="numeric"
            aria-label={t.contextsModel(model)}
            placeholder="128000"
            value={contexts[model] ?? ""}
            onChange={(event) => onChange({ ...contexts, [model]: event.target.value })}
          />
        </label>
      ))}
    </MoreOptions>
  );
}
