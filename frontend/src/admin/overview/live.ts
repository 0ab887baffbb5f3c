/** The newest calls, as the server tells of their beginnings and ends. */
import { useEffect, useState } from "react";
import { ApiError, failure, send } from "../../shared/api";
import { bundleAt } from "../../shared/lazyModule";
import type { ServerEvent } from "../../shared/sse";
import type { UsageStatus } from "../../shared/usage/usage";

/** Set by the build: the reader of streams lies in a bundle of its own, as a part that the chat page shared would be one more file for it. */
declare const SSE_ADDRESS: string;
const reading = bundleAt<typeof import("../../shared/sse")>(SSE_ADDRESS);

export interface LiveCall {
  id: number | string;
  request_id: string;
  /** Unix seconds. */
  at: number;
  status: string;
  user_id: number;
  username: string;
  channel: number;
  channel_name: string;
  key_name: string;
  model: string;
  endpoint: string;
  first_token_ms: number | null;
  duration_ms: number | null;
  prompt_tokens: number;
  completion_tokens: number;
  quota: number;
  failure: string | null;
}

/** `broken`, or `crowded` as other pages of the session listen: it is tried again by itself; `refused`: it is not. */
export type LiveState = "connecting" | "live" | "broken" | "crowded" | "refused";

export interface Live {
  calls: LiveCall[] | null;
  state: LiveState;
}

const most = 50;
const firstPause = 1000;
const longestPause = 30_000;
/** The server says something every 15 s; a connection that is silent for longer than this is dead. */
const longestSilence = 45_000;

/** The list after an event: all anew, one more, or one that ended; newest first and at most fifty. */
export function after(calls: LiveCall[] | null, { event, data }: Pick<ServerEvent, "event" | "data">): LiveCall[] | null {
  const value = parsed(data);
  if (event === "snapshot") return newestFirst(callsIn(value));
  if (event !== "call" || !isCall(value)) return calls;
  return newestFirst([value, ...(calls ?? []).filter((each) => nameOf(each) !== nameOf(value))]);
}

/** What a call is known by: the same when it begins and when it ends. */
export function nameOf(call: Pick<LiveCall, "id" | "request_id">): string {
  return call.request_id || String(call.id);
}

function newestFirst(calls: LiveCall[]): LiveCall[] {
  // Sorting keeps the order of those of one second.
  return [...calls].sort((one, other) => other.at - one.at).slice(0, most);
}

/** A snapshot is a list, bare or as `items`. */
function callsIn(value: unknown): LiveCall[] {
  const items = Array.isArray(value) ? value : (value as { items?: unknown } | null)?.items;
  return Array.isArray(items) ? items.filter(isCall) : [];
}

function isCall(value: unknown): value is LiveCall {
  return typeof (value as Partial<LiveCall> | null)?.at === "number";
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

/** How it stands, in the words of the record: a call that has no word for it is one that runs. */
export function statusOf({ status }: Pick<LiveCall, "status">): UsageStatus {
  if (status === "in_progress" || status === "running") return "running";
  if (status === "stopped" || status === "interrupted") return status;
  return status === "error" || status === "failed" ? "failed" : "finished";
}

/** How long to wait before the connection is tried for the nth time after the first: twice as long each time, not all pages at once. */
export function pauseBefore(attempt: number, random: number): number {
  return Math.min(longestPause, firstPause * 2 ** (attempt - 1)) * (0.5 + random / 2);
}

/** Listens while it is wanted and the page can be seen. What was heard stays. */
export function useLive(isWanted: boolean): Live {
  const [live, setLive] = useState<Live>({ calls: null, state: "connecting" });
  const isListening = useVisible() && isWanted;
  useEffect(() => {
    if (!isListening) return undefined;
    const abort = new AbortController();
    void listen(abort.signal, (state) => setLive((old) => ({ ...old, state })), (event) =>
      setLive((old) => ({ calls: after(old.calls, event), state: "live" })));
    return () => abort.abort();
  }, [isListening]);
  return live;
}

function useVisible(): boolean {
  const [isVisible, setVisible] = useState(() => document.visibilityState === "visible");
  useEffect(() => {
    const look = () => setVisible(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return isVisible;
}

async function listen(signal: AbortSignal, onState: (state: LiveState) => void, onEvent: (event: ServerEvent) => void): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    let state: LiveState = "broken";
    try {
      await readOnce(signal, (event) => {
        attempt = 0;
        onEvent(event);
      });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && [401, 403, 404].includes(error.status)) return onState("refused");
      if (error instanceof ApiError && error.status === 429) state = "crowded";
    }
    if (signal.aborted) return;
    onState(state);
    await pass(pauseBefore(Math.max(1, attempt), Math.random()), signal);
  }
}

/** Until the server ends it, it breaks, or it falls silent. */
async function readOnce(signal: AbortSignal, onEvent: (event: ServerEvent) => void): Promise<void> {
  const own = new AbortController();
  const end = () => own.abort();
  signal.addEventListener("abort", end);
  let silence = setTimeout(end, longestSilence);
  try {
    const response = await send("GET", "/api/stats/live", undefined, { signal: own.signal, headers: { Accept: "text/event-stream" } });
    if (!response.ok || !response.body) throw await failure(response);
    const { EventParser } = await reading.load();
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    const parser = new EventParser();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(silence);
      silence = setTimeout(end, longestSilence);
      parser.push(decoder.decode(value, { stream: true })).forEach(onEvent);
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener("abort", end);
    // A reader that is left does not end the connection.
    own.abort();
  }
}

function pass(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
