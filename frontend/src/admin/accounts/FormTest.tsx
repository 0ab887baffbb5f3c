import { Button } from "../../shared/ui/Button";
import { accounts, type TestResult } from "./api";
import type { Account } from "./types";
import { useAccountText } from "./text";
import type { Submit } from "../useSubmit";
import { asFields, type Draft, problemsOfTest, wayOf } from "./draft";
import { Lessons, Skipped } from "./Learned";
import { TestWords } from "./tests";
import { useTrial } from "./useTrial";

/** Tests what is typed, before it is saved. */
export function FormTest({ draft, usualURL, account, submit }: { draft: Draft; usualURL: string; account: Account | null; submit: Submit }) {
  const text = useAccountText();
  const t = text.accounts;
  const trial = useTrial<TestResult>(JSON.stringify([wayOf(draft), draft.models, draft.contexts]), submit);
  const { result, message } = trial;

  async function test() {
    if (submit.check(problemsOfTest(draft, text, usualURL))) await trial.run((signal) => accounts.testTyped(account?.id, asFields(draft), signal));
  }

  return (
    <div className="form-test">
      <div className="trial">
        <Button size="small" busy={trial.isRunning} onClick={() => void test()}>{t.test}</Button>
        <p className="field-hint">{text.upstream.testHint}</p>
      </div>
      <div className="trial-words" role="status">
        {trial.isRunning && t.testing}
        {message !== null && <span className="trial-bad">{message}</span>}
        {result && <TestWords name={draft.name.trim() || draft.baseURL.trim() || usualURL} result={result} />}
        {result && <Lessons lessons={result.lessons} />}
        {result && result.skipped > 0 && <Skipped count={result.skipped} at={null} />}
      </div>
    </div>
  );
}
