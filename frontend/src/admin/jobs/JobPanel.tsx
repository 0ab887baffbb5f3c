import { type ReactNode, useId, useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Banner } from "../../shared/ui/Banner";
import { Button } from "../../shared/ui/Button";
import { errorText } from "../text";
import { useAct } from "../ui/notices";
import { isOver, type Job, type WatchedJob } from "../../shared/job";
import { useJobText } from "./text";

/** How far a job has come, with *Cancel*; when it has ended, what came of it, until it is closed. */
export function JobPanel<Report>({ watched, title, summary, children }: {
  watched: WatchedJob<Report>;
  title: string;
  /** What came of it so far, in one line. */
  summary: (job: Job<Report>) => string;
  children: (job: Job<Report>) => ReactNode;
}) {
  const t = useJobText().jobs;
  const common = useCommon();
  const heading = useId();
  const { job, isRunning, error } = watched;
  if (!job && !isRunning) return null;
  return (
    <section className="panel job" aria-labelledby={heading}>
      <div className="job-head">
        <h2 id={heading}>{title}</h2>
        {isRunning
          ? <CancelButton key={job?.id} watched={watched} />
          : <Button size="small" onClick={watched.close}>{common.close}</Button>}
      </div>
      {isRunning && <Bar job={job} label={title} />}
      {isRunning && job && <p className="soft">{summary(job)}</p>}
      {Boolean(error) && <Banner tone="warn" role="status">{`${t.stale} ${errorText(error)}`}</Banner>}
      <div role="status">{job && isOver(job) && <End job={job} summary={summary(job)} />}</div>
      {job && children(job)}
    </section>
  );
}

function End<Report>({ job, summary }: { job: Job<Report>; summary: string }) {
  const t = useJobText().jobs;
  if (job.status === "done") return <p>{summary}</p>;
  return <Banner tone={job.error === "cancelled" ? "info" : "bad"} title={t.errors[job.error ?? ""] ?? t.failed}>{summary}</Banner>;
}

function CancelButton<Report>({ watched }: { watched: WatchedJob<Report> }) {
  const common = useCommon();
  const { busy, act } = useAct();
  const [isAsked, setAsked] = useState(false);

  async function cancel() {
    if (await act("cancel", watched.cancel)) setAsked(true);
  }

  return <Button size="small" busy={busy !== null || isAsked} onClick={() => void cancel()}>{common.cancel}</Button>;
}

function Bar({ job, label }: { job: Job<unknown> | null; label: string }) {
  const t = useJobText().jobs;
  const isKnown = job !== null && job.total > 0;
  const share = isKnown ? Math.min(1, job.done / job.total) : 0;
  return (
    <div
      className="usage-bar job-bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={isKnown ? Math.round(share * 100) : undefined}
      aria-valuetext={isKnown ? t.progress(job.done, job.total) : t.beginning}
    >
      <span style={{ width: `${share * 100}%` }} />
    </div>
  );
}
