import { useEffect, useRef, useState } from "react";
import { ApiError } from "./api";
import type { PersonalStorage } from "./personalStorage";

/** Work that somebody began and waits for; `report` is of the kind's own form, and may grow while it runs. */
export interface Job<Report> {
  id: string;
  status: "queued" | "running" | "done" | "failed";
  done: number;
  /** 0 as long as nobody knows. */
  total: number;
  /** Why it failed: `cancelled`, `interrupted`, `unavailable`, … */
  error?: string;
  report: Partial<Report>;
}

/** Where jobs are looked at and ended. */
export interface JobCalls {
  find: <Report>(id: string, signal: AbortSignal) => Promise<Job<Report>>;
  /** It stops within two seconds; what it did stays done. */
  cancel: (id: string) => Promise<unknown>;
}

const pause = 1000;
const pauseAfterFailure = 5000;

export interface WatchedJob<Report> {
  /** Null while there is none, or nothing is known of it yet. */
  job: Job<Report> | null;
  /** It has not ended, as far as anybody knows. */
  isRunning: boolean;
  /** Why it could not be looked at; it is tried again. */
  error: unknown;
  begin: (start: () => Promise<string>) => Promise<void>;
  cancel: () => Promise<void>;
  close: () => void;
}

/** The job that was begun here, across reloads, until it is closed. `name` is its own in this browser; `onEnd` follows its end. */
export function useWatchedJob<Report>(name: string, storage: PersonalStorage, calls: JobCalls, onEnd: () => void): WatchedJob<Report> {
  const [id, setId] = useState(() => storage.get(`job:${name}`));
  const [job, setJob] = useState<Job<Report> | null>(null);
  const [error, setError] = useState<unknown>(null);
  const latest = useRef(onEnd);
  useEffect(() => {
    latest.current = onEnd;
  });

  function keep(next: string | null) {
    storage.set(`job:${name}`, next ?? "");
    setId(next);
    setJob(null);
    setError(null);
  }

  useEffect(() => {
    if (!id) return undefined;
    return watch<Report>(id, calls, (found) => {
      setJob(found);
      setError(null);
      if (found && isOver(found)) latest.current();
      if (!found) {
        storage.set(`job:${name}`, "");
        setId(null);
      }
    }, setError);
  }, [id, name, storage, calls]);

  return {
    job,
    isRunning: id !== null && (job === null || !isOver(job)),
    error,
    begin: async (start) => keep(await start()),
    cancel: async () => {
      if (id) await calls.cancel(id);
    },
    close: () => keep(null),
  };
}

export function isOver(job: Job<unknown>): boolean {
  return job.status === "done" || job.status === "failed";
}

/** Looks at a job again and again until it has ended: null once it is gone, as it ended more than a day ago. Returns what stops it. */
function watch<Report>(id: string, calls: JobCalls, show: (job: Job<Report> | null) => void, fail: (error: unknown) => void): () => void {
  const abort = new AbortController();
  let timer = 0;

  async function look() {
    try {
      const found = await calls.find<Report>(id, abort.signal);
      if (abort.signal.aborted) return;
      show(found);
      if (!isOver(found)) timer = window.setTimeout(() => void look(), pause);
    } catch (error) {
      if (abort.signal.aborted) return;
      if (error instanceof ApiError && error.status === 404) return show(null);
      fail(error);
      timer = window.setTimeout(() => void look(), pauseAfterFailure);
    }
  }

  void look();
  return () => {
    abort.abort();
    clearTimeout(timer);
  };
}
