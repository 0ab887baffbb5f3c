/** Testing every account, or those that the search shows: a job with its progress and what it found. */
import { Button } from "../../shared/ui/Button";
import { isOver, type WatchedJob } from "../../shared/job";
import { JobPanel } from "../jobs/JobPanel";
import { useJob } from "../jobs/useJob";
import { Link } from "../ui/Link";
import { useAct } from "../ui/notices";
import { accounts, failuresFirst, type TestItem, type TestReport } from "./api";
import { TestWords } from "./tests";
import { useAccountText } from "./text";

export function useTestAll(onEnd: () => void): WatchedJob<TestReport> {
  return useJob<TestReport>("account_tests", onEnd);
}

export function TestAllButton({ keyword, tag, watched }: { keyword: string; tag: string; watched: WatchedJob<TestReport> }) {
  const t = useAccountText().accounts;
  const { busy, act } = useAct();
  return (
    <Button busy={busy !== null || watched.isRunning} onClick={() => void act("test", () => watched.begin(() => accounts.testAll(keyword, tag)))}>
      {keyword || tag ? t.testFound : t.testAll}
    </Button>
  );
}

export function TestAllPanel({ watched }: { watched: WatchedJob<TestReport> }) {
  const t = useAccountText().accounts;
  return (
    <JobPanel
      watched={watched}
      title={watched.job?.total ? t.testsOf(watched.job.total) : t.tests}
      summary={({ status, done, total, report: { passed = 0, failed = 0 } }) => t.testsSummary(status === "done", done, total, passed, failed)}
    >
      {(job) => <Results items={failuresFirst(job.report.accounts ?? [])} isOver={isOver(job)} />}
    </JobPanel>
  );
}

/** What failed is there at once, also while others are still tested; what works can be unfolded at the end. */
function Results({ items, isOver: isComplete }: { items: readonly TestItem[]; isOver: boolean }) {
  const t = useAccountText().accounts;
  const good = items.filter((item) => item.success);
  return (
    <>
      <List items={items.filter((item) => !item.success)} />
      {isComplete && good.length > 0 && (
        <details className="more-options">
          <summary>{t.testsGood(good.length)}</summary>
          <List items={good} />
        </details>
      )}
    </>
  );
}

function List({ items }: { items: readonly TestItem[] }) {
  if (items.length === 0) return null;
  return (
    <ul className="job-items">
      {items.map((item) => (
        <li key={item.id}>
          <Link className="cell-link" dir="auto" href={`/admin/accounts?q=${encodeURIComponent(item.name)}`}>{item.name}</Link>
          <TestWords name={item.name} result={{ ok: item.success, message: item.message, seconds: item.time, lessons: [], skipped: 0 }} />
        </li>
      ))}
    </ul>
  );
}
