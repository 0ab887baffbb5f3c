import { useCallback, useEffect, useRef, useState } from "react";

/** A part of a list that is read on from where the last part ended. */
export interface CursorPage<Item> {
  items: Item[];
  /** Null at the end. */
  cursor: string | null;
}

export interface CursorList<Item> {
  /** Null until the first part is there. */
  items: Item[] | null;
  error: unknown;
  isLoading: boolean;
  hasMore: boolean;
  more: () => void;
  /** Asks once more for the part that failed. */
  retry: () => void;
  /** Begins anew; what is there stays until the first part has come. */
  refresh: () => void;
}

interface State<Item> {
  request: string | null;
  items: Item[] | null;
  cursor: string | null;
  isLoading: boolean;
  error: unknown;
}

/** A list that grows by parts, and begins anew whenever `key` changes; late answers to an old key are dropped. */
export function useCursor<Item>(key: string, load: (cursor: string, signal: AbortSignal) => Promise<CursorPage<Item>>): CursorList<Item> {
  const [round, setRound] = useState(0);
  const [state, setState] = useState<State<Item>>({ request: null, items: null, cursor: null, isLoading: false, error: null });
  const request = `${round} ${key}`;
  const latest = useRef(load);
  const running = useRef<AbortController | null>(null);
  const asked = useRef<{ cursor: string; before: readonly Item[] | null }>({ cursor: "", before: null });
  useEffect(() => {
    latest.current = load;
  });

  const fetch = useCallback((cursor: string, before: readonly Item[] | null) => {
    running.current?.abort();
    asked.current = { cursor, before };
    const { signal } = (running.current = new AbortController());
    latest.current(cursor, signal).then(
      (page) => {
        if (!signal.aborted) setState({ request, items: [...(before ?? []), ...page.items], cursor: page.cursor, isLoading: false, error: null });
      },
      (error: unknown) => {
        if (!signal.aborted) setState((old) => ({ ...old, request, isLoading: false, error }));
      },
    );
  }, [request]);

  useEffect(() => {
    fetch("", null);
    return () => running.current?.abort();
  }, [fetch]);

  function goOn(cursor: string, before: readonly Item[] | null) {
    setState((old) => ({ ...old, isLoading: true }));
    fetch(cursor, before);
  }

  const isLoading = state.isLoading || state.request !== request;
  return {
    items: state.items,
    error: isLoading ? null : state.error,
    isLoading,
    hasMore: state.cursor !== null,
    more: () => {
      if (!isLoading && state.cursor !== null) goOn(state.cursor, state.items);
    },
    retry: () => goOn(asked.current.cursor, asked.current.before),
    refresh: useCallback(() => setRound((old) => old + 1), []),
  };
}
