import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { Select, TextField } from "../../shared/ui/Field";
import { errorText } from "../text";
import { playground, type PlaygroundState } from "./playground";
import { usePlaygroundText } from "./text";
import { modelOf, type useModels } from "./useModels";

/** One of the models of one's accounts, or any name. */
export function ModelField({ state, models, error }: { state: PlaygroundState; models: ReturnType<typeof useModels>; error: string | undefined }) {
  const t = usePlaygroundText().playground;
  const found = models.value?.models ?? [];
  const isNamed = state.named !== null || found.length === 0;
  if (models.isLoading && !models.value) return <span className="skeleton playground-skeleton" aria-busy="true" />;
  return (
    <>
      {Boolean(models.error) && <ModelsFailed error={models.error} retry={models.refresh} />}
      {found.length > 0 && (
        <Select
          label={t.model} name="model" value={isNamed ? "" : modelOf(state, models.value)} error={isNamed ? undefined : error}
          options={[
            ...found.map(({ slug, title }) => ({ value: slug, label: title && title !== slug ? `${title} (${slug})` : slug })),
            { value: "", label: t.anotherModel },
          ]}
          onChange={(slug) => playground.change(slug === "" ? { named: "" } : { named: null, chosen: slug })}
        />
      )}
      {isNamed && (
        <TextField
          label={t.modelName} hint={t.modelNameHint} name="model-name" error={error} value={state.named ?? ""} maxLength={200}
          autoCapitalize="none" autoComplete="off" spellCheck={false} onChange={(event) => playground.change({ named: event.target.value })}
        />
      )}
    </>
  );
}

function ModelsFailed({ error, retry }: { error: unknown; retry: () => void }) {
  const t = usePlaygroundText().playground;
  const common = useCommon();
  return (
    <div role="alert">
      <p className="field-error">{t.modelsFailed} {errorText(error)}</p>
      <Button size="small" onClick={retry}>{common.retry}</Button>
    </div>
  );
}
