import { useEffect, useRef, useState } from "react";
import { ApiError } from "../../shared/api";
import { useSession } from "../session/session";
import { cancelTask, findTask, type Task } from "./api";

const pause = 1000;
const pauseAfterFailure = 5000;

export interface WatchedTask<Report> {
  /** Null while there is none, or nothing is known of it yet. */
  task: Task<Report> | null;
  /** It has not ended, as far as anybody knows. */
  isRunning: boolean;
  begin: (start: () => Promise<string>) => Promise<void>;
  cancel: () => Promise<unknown>;
  close: () => void;
}

/** Work that was begun here, across reloads, until it is closed. `name` is its own in this browser; `onEnd` follows its end. */
export function useTask<Report>(name: string, onEnd: () => void = () => undefined): WatchedTask<Report> {
  const { storage } = useSession();
  const [id, setId] = useState(() => storage.get(`job:${name}`));
  const [task, setTask] = useState<Task<Report> | null>(null);
  const latest = useRef(onEnd);
  useEffect(() => {
    latest.current = onEnd;
  });

  function keep(next: string | null) {
    storage.set(`job:${name}`, next ?? "");
    setId(next);
    setTask(null);
  }

  useEffect(() => {
    if (!id) return undefined;
    return watch<Report>(id, (found) => {
      setTask(found);
      if (!found) {
        storage.set(`job:${name}`, "");
        setId(null);
      } else if (isOver(found)) latest.current();
    });
  }, [id, name, storage]);

  return {
    task,
    isRunning: id !== null && id !== "" && (task === null || !isOver(task)),
    begin: async (start) => keep(await start()),
    cancel: async () => (id ? cancelTask(id) : undefined),
    close: () => keep(null),
  };
}

export function isOver(task: Task<unknown>): boolean {
  return task.status === "done" || task.status === "failed";
}

/** Looks at it again and again until it has ended: null once it is gone. Returns what stops it. */
function watch<Report>(id: string, show: (task: Task<Report> | null) => void): () => void {
  const abort = new AbortController();
  let timer = 0;

  async function look() {
    try {
      const found = await findTask<Report>(id, abort.signal);
      if (abort.signal.aborted) return;
      show(found);
      if (!isOver(found)) timer = window.setTimeout(() => void look(), pause);
    } catch (error) {
      if (abort.signal.aborted) return;
      if (error instanceof ApiError && error.status === 404) return show(null);
      timer = window.setTimeout(() => void look(), pauseAfterFailure);
    }
  }

  void look();
  return () => {
    abort.abort();
    clearTimeout(timer);
  };
}
