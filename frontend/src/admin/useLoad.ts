import { useCallback, useEffect, useRef, useState } from "react";

export interface Loaded<Value> {
  /** The last value that arrived; kept while a newer one loads, and when loading it fails. */
  value: Value | null;
  error: unknown;
  isLoading: boolean;
  refresh: () => void;
}

/** Loads a value again whenever `key` changes or `refresh` is called; late answers to old keys are dropped. */
export function useLoad<Value>(key: string, load: (signal: AbortSignal) => Promise<Value>): Loaded<Value> {
  const [state, setState] = useState<{ key: string; value: Value | null; error: unknown; isLoading: boolean }>({
    key, value: null, error: null, isLoading: true,
  });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    const abort = new AbortController();
    setState((old) => ({ key, value: old.value, error: null, isLoading: true }));
    latest.current(abort.signal).then(
      (value) => { if (!abort.signal.aborted) setState({ key, value, error: null, isLoading: false }); },
      (error: unknown) => { if (!abort.signal.aborted) setState((old) => ({ ...old, error, isLoading: false })); },
    );
    return () => abort.abort();
  }, [key, round]);

  const refresh = useCallback(() => setRound((old) => old + 1), []);
  return { value: state.value, error: state.error, isLoading: state.isLoading, refresh };
}
