import { useCallback, useEffect, useRef, useState } from "react";

export interface Loaded<Value> {
  /** The last value that arrived; kept while a newer one loads, and when loading it fails. */
  value: Value | null;
  error: unknown;
  isLoading: boolean;
  refresh: () => void;
}

interface Settled<Value> {
  request: string | null;
  value: Value | null;
  error: unknown;
}

/** Loads a value again whenever `key` changes or `refresh` is called; late answers to old keys are dropped. */
export function useLoad<Value>(key: string, load: (signal: AbortSignal) => Promise<Value>): Loaded<Value> {
  const [round, setRound] = useState(0);
  const [settled, setSettled] = useState<Settled<Value>>({ request: null, value: null, error: null });
  const request = `${round} ${key}`;
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });

  useEffect(() => {
    const abort = new AbortController();
    latest.current(abort.signal).then(
      (value) => { if (!abort.signal.aborted) setSettled({ request, value, error: null }); },
      (error: unknown) => { if (!abort.signal.aborted) setSettled((old) => ({ ...old, request, error })); },
    );
    return () => abort.abort();
  }, [request]);

  const refresh = useCallback(() => setRound((old) => old + 1), []);
  const isLoading = settled.request !== request;
  return { value: settled.value, error: isLoading ? null : settled.error, isLoading, refresh };
}
