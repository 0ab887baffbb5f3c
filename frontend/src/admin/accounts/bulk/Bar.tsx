/** What can be done to the chosen accounts, and what became of it. */
import { useEffect, useRef, useState } from "react";
import { useCommon } from "../../../shared/locales/common";
import { Banner } from "../../../shared/ui/Banner";
import { Button } from "../../../shared/ui/Button";
import type { WatchedJob } from "../../../shared/job";
import { useAct, useSay } from "../../ui/notices";
import type { TestReport } from "../api";
import { useAccountText } from "../text";
import { bulk, type BulkAction, type Outcome } from "./api";
import { failuresOf } from "./choice";
import { choosePageID } from "./Chooser";
import { DeleteMany, DisableMany, TagMany } from "./dialogs";
import type { Chosen } from "./useChosen";

const mostFailures = 8;

interface Failures {
  done: number;
  items: ReturnType<typeof failuresOf>;
}

/** `onDone` follows what changed accounts; `job` shows how tests go on. */
export function BulkBar({ chosen, job, onDone }: { chosen: Chosen; job: WatchedJob<TestReport>; onDone: () => void }) {
  const text = useAccountText();
  const t = text.bulk;
  const { busy, act } = useAct();
  const { failures, forget, send, settle } = useOutcome(chosen, job, onDone);
  const [asked, setAsked] = useState<"disable" | "delete" | "tag" | null>(null);
  const count = chosen.ids.length;
  const isBusy = busy !== null;
  useFocusLost(count);

  async function run(action: BulkAction) {
    if (await act(action, () => send(action))) settle(action);
  }

  function ask(action: "disable" | "delete" | "tag") {
    const props = { choice: chosen.choice, onDone: () => settle(action), onClose: () => setAsked(null) };
    if (action === "tag") return <TagMany {...props} act={(tag) => send("tag", tag)} />;
    const Dialog = action === "disable" ? DisableMany : DeleteMany;
    return <Dialog {...props} act={() => send(action)} />;
  }

  return (
    <section className="bulk" aria-label={t.bar}>
      <span className="visually-hidden" role="status">{count > 0 && t.chosen(count, chosen.elsewhere)}</span>
      {failures && <FailureList failures={failures} onClose={forget} />}
      {count > 0 && (
        <div className="bulk-bar">
          <strong aria-hidden="true">{t.chosen(count, chosen.elsewhere)}</strong>
          <span className="bulk-acts">
            <Button size="small" busy={busy === "enable"} disabled={isBusy} onClick={() => void run("enable")}>{text.common.enable}</Button>
            <Button size="small" disabled={isBusy} onClick={() => setAsked("disable")}>{text.common.disable}</Button>
            <Button size="small" busy={busy === "test"} disabled={isBusy || job.isRunning} onClick={() => void run("test")}>{text.accounts.test}</Button>
            <Button size="small" disabled={isBusy} onClick={() => setAsked("tag")}>{t.setTag}</Button>
            <Button size="small" disabled={isBusy} onClick={() => setAsked("delete")}>{t.delete}</Button>
            <Button size="small" variant="ghost" disabled={isBusy} onClick={chosen.clear}>{t.clear}</Button>
          </span>
        </div>
      )}
      {asked && ask(asked)}
    </section>
  );
}

/** Sends an act, and tells what became of it once its dialog may close. */
function useOutcome(chosen: Chosen, job: WatchedJob<TestReport>, onDone: () => void) {
  const t = useAccountText().bulk;
  const say = useSay();
  const latest = useRef<Outcome | null>(null);
  const [failures, setFailures] = useState<Failures | null>(null);

  async function send(action: BulkAction, tag?: string) {
    const outcome = await bulk.act(action, chosen.ids, tag);
    latest.current = outcome;
    const { job_id: id } = outcome;
    if (id) await job.begin(async () => id);
  }

  function settle(action: BulkAction) {
    const outcome = latest.current;
    if (!outcome) return;
    setFailures(outcome.failed.length > 0 ? { done: outcome.done, items: failuresOf(chosen.choice, outcome) } : null);
    if (outcome.failed.length === 0) say(t.done[action](outcome.done), "success");
    chosen.settle(outcome);
    if (action !== "test") onDone();
  }

  return { failures, forget: () => setFailures(null), send, settle };
}

function FailureList({ failures: { done, items }, onClose }: { failures: Failures; onClose: () => void }) {
  const text = useAccountText();
  const common = useCommon();
  const more = items.length - mostFailures;
  return (
    <Banner
      tone="warn" role="alert" title={text.bulk.failed(done, items.length)}
      action={<Button size="small" onClick={onClose}>{common.close}</Button>}
    >
      <ul className="bulk-failures">
        {items.slice(0, mostFailures).map(({ id, name, reason }) => <li key={id}><bdi>{name}</bdi>: {reason}</li>)}
      </ul>
      {more > 0 && text.accounts.modelsMore(more)}
    </Banner>
  );
}

/** The button that had the focus goes away with the last chosen account: the focus goes where choosing begins. */
function useFocusLost(count: number): void {
  const former = useRef(count);
  useEffect(() => {
    if (count === 0 && former.current > 0 && document.activeElement === document.body) document.getElementById(choosePageID)?.focus();
    former.current = count;
  }, [count]);
}
