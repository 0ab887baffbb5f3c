import { Button } from "../../shared/ui/Button";
import { AreaField } from "../../shared/ui/Field";
import { accounts, modelNames } from "./api";
import { type Account, AccountType } from "./types";
import { useAccountText } from "./text";
import type { Submit } from "../useSubmit";
import { type Draft, problemsOfWay, wayOf } from "./draft";
import { FoundModels } from "./FoundModels";
import { useTrial } from "./useTrial";

/** The models of an account: typed, or ticked in the list that its provider gives. */
export function ModelsField({ draft, usualURL, account, submit, onChange }: {
  draft: Draft;
  usualURL: string;
  account: Account | null;
  submit: Submit;
  onChange: (models: string) => void;
}) {
  const text = useAccountText();
  const t = text.upstream;
  const isDemo = draft.type === AccountType.demo;
  const way = wayOf(draft);
  const trial = useTrial<{ names: string[]; failure: string | null }>(JSON.stringify(way), submit);
  const failure = trial.message ?? trial.result?.failure ?? null;
  const names = trial.result?.names ?? [];

  async function fetch() {
    if (submit.check(problemsOfWay(draft, text, usualURL))) await trial.run((signal) => accounts.fetchModels(account?.id, way, signal));
  }

  function choose(chosen: readonly string[]) {
    submit.forget("models");
    onChange(chosen.join(", "));
  }

  return (
    <div className="models-field">
      <AreaField
        label={text.accounts.models} hint={isDemo ? text.accounts.modelsHintDemo : text.accounts.modelsHint}
        name="models" error={submit.fields["models"]} value={draft.models} rows={2}
        autoCapitalize="none" spellCheck={false} onChange={(event) => onChange(event.target.value)}
      />
      {!isDemo && (
        <div className="trial">
          <Button size="small" busy={trial.isRunning} onClick={() => void fetch()}>{t.fetch}</Button>
          <p className="trial-words" role="status">
            {trial.isRunning && t.fetching}
            {failure !== null && <span className="trial-bad">{t.fetchFailed} {failure || text.accounts.testNoReason}</span>}
            {trial.result && failure === null && (names.length > 0 ? t.found(names.length) : t.foundNone)}
          </p>
        </div>
      )}
      {names.length > 0 && <FoundModels found={names} chosen={modelNames(draft.models)} onChange={choose} />}
    </div>
  );
}
