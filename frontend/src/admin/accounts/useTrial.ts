import { useEffect, useRef, useState } from "react";
import { errorText } from "../text";
import type { Submit } from "../useSubmit";

export interface Trial<Result> {
  isRunning: boolean;
  result: Result | null;
  /** What kept it from running, where no field is to blame. */
  message: string | null;
  run: (act: (signal: AbortSignal) => Promise<Result>) => Promise<void>;
}

/** One try with what is typed: its result holds while `asked` does, and a change ends it. */
export function useTrial<Result>(asked: string, submit: Submit): Trial<Result> {
  const [state, setState] = useState<Omit<Trial<Result>, "run">>(idle);
  const running = useRef<AbortController | null>(null);

  useEffect(() => () => {
    running.current?.abort();
    running.current = null;
    setState(idle);
  }, [asked]);

  async function run(act: (signal: AbortSignal) => Promise<Result>) {
    if (running.current) return;
    const { signal } = (running.current = new AbortController());
    setState({ ...idle, isRunning: true });
    try {
      const result = await act(signal);
      if (!signal.aborted) setState({ ...idle, result });
    } catch (error) {
      if (!signal.aborted) setState({ ...idle, message: submit.blame(error) ? null : errorText(error) });
    } finally {
      if (running.current?.signal === signal) running.current = null;
    }
  }

  return { ...state, run };
}

const idle = { isRunning: false, result: null, message: null };
