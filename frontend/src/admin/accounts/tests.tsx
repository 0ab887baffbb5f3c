/** Testing accounts from their rows: each remembers its last verdict while the page is open. */
import { type ReactNode, useState } from "react";
import { locale } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { accounts, type TestResult } from "./api";
import type { Account } from "./types";
import { errorText } from "../text";
import { useAccountText } from "./text";

/** As much of an account as a test needs. */
export type Tested = Pick<Account, "id" | "name">;

type Verdict = TestResult | "running";

export interface Tests {
  verdict: (id: number) => Verdict | undefined;
  run: (account: Tested) => Promise<void>;
  forget: (id: number) => void;
}

/** `onDone` is called after each test, as the server may change an account's state by it. */
export function useTests(onDone: () => void): Tests {
  const [verdicts, setVerdicts] = useState<ReadonlyMap<number, Verdict>>(new Map());

  function set(id: number, verdict: Verdict | undefined) {
    setVerdicts((old) => {
      const next = new Map(old);
      if (verdict) next.set(id, verdict);
      else next.delete(id);
      return next;
    });
  }

  async function run(account: Tested) {
    set(account.id, "running");
    try {
      const result = await accounts.test(account.id);
      set(account.id, result);
    } catch (error) {
      set(account.id, { ok: false, message: errorText(error), seconds: null, lessons: [], skipped: 0 });
    }
    onDone();
  }

  return { verdict: (id) => verdicts.get(id), run, forget: (id) => set(id, undefined) };
}

export function TestButton({ account, tests }: { account: Tested; tests: Tests }) {
  const t = useAccountText().accounts;
  const isRunning = tests.verdict(account.id) === "running";
  return (
    <Button size="small" busy={isRunning} aria-label={t.testNamed(account.name)} onClick={() => void tests.run(account)}>
      {t.test}
    </Button>
  );
}

/** The last verdict on an account; before the first one, its children. */
export function TestVerdict({ account, tests, children }: { account: Tested; tests: Tests; children: ReactNode }) {
  const t = useAccountText().accounts;
  const verdict = tests.verdict(account.id);
  return (
    <span className="test-verdict" role="status">
      {verdict === undefined && children}
      {verdict === "running" && <small>{t.testing}</small>}
      {typeof verdict === "object" && <TestWords name={account.name} result={verdict} />}
    </span>
  );
}

/** Whether it works: the seconds that it took, or the exact words of what failed. */
export function TestWords({ name, result }: { name: string; result: TestResult }) {
  const t = useAccountText().accounts;
  const seconds = result.seconds === null ? null : new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(Math.max(0.01, result.seconds));
  if (result.ok) return <small className="test-good">{seconds === null ? t.testWorks : t.testOK(seconds)}</small>;
  return (
    <small className="test-bad">
      <span className="visually-hidden">{t.testFailed(name)}: </span>
      {result.message || t.testNoReason}
      {seconds !== null && ` (${t.testFailedAfter(seconds)})`}
    </small>
  );
}
