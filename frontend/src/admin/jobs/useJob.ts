import { useEffect, useRef, useState } from "react";
import { ApiError } from "../../shared/api";
import { PersonalStorage } from "../../shared/personalStorage";
import { useSelf } from "../self";
import { isOver, type Job, jobs } from "./api";

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

/** The job that was begun on a page, across reloads, until it is closed. `name` is the page's own; `onEnd` follows its end. */
export function useJob<Report>(name: string, onEnd: () => void): WatchedJob<Report> {
  const self = useSelf();
  const [storage] = useState(() => new PersonalStorage(self?.id ?? 0));
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
    return watch<Report>(id, (found) => {
      setJob(found);
      setError(null);
      if (found && isOver(found)) latest.current();
      if (!found) {
        storage.set(`job:${name}`, "");
        setId(null);
      }
    }, setError);
  }, [id, name, storage]);

  return {
    job,
    isRunning: id !== null && (job === null || !isOver(job)),
    error,
    begin: async (start) => keep(await start()),
    cancel: async () => {
      if (id) await jobs.cancel(id);
    },
    close: () => keep(null),
  };
}

/** Looks at a job again and again until it has ended: null once it is gone, as it ended more than a day ago. Returns what stops it. */
function watch<Report>(id: string, show: (job: Job<Report> | null) => void, fail: (error: unknown) => void): () => void {
  const abort = new AbortController();
  let timer = 0;

  async function look() {
    try {
      const found = await jobs.find<Report>(id, abort.signal);
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
