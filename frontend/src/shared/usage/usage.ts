/** The record of requests: who asked which model by which key, and what became of it. It holds no text of messages. */
import { api, apiFile, withQuery } from "../api";
import type { CursorPage } from "../useCursor";

export const statuses = ["running", "finished", "stopped", "interrupted", "failed"] as const;
export type UsageStatus = typeof statuses[number];

/** One account that was asked. */
export interface Attempt {
  /** 0 where it is hidden. */
  account: number;
  account_name: string;
  /** The number of its key, where it has several. */
  key?: number | null;
  /** "ok", or the code of what went wrong. */
  outcome: string;
  /** Of HTTP. */
  status: number | null;
}

export interface UsageRow {
  /** The number of the row in its part of the list: no identity. */
  id: number;
  /** Empty where the server keeps none. */
  request_id: string;
  /** Unix seconds. */
  created_at: number;
  user_id: number;
  username: string;
  /** What was called; `chat` is the chat page. */
  endpoint: string;
  /** 0 when it was asked in the chat, the playground or a mini-program. */
  token_id: number;
  token_name: string;
  model_name: string;
  /** The account that answered; 0 where it is hidden. */
  channel: number;
  channel_name: string;
  status: UsageStatus;
  is_stream: boolean;
  first_token_ms: number | null;
  duration_ms: number | null;
  prompt_tokens: number;
  completion_tokens: number;
  cached_tokens: number;
  reasoning_tokens: number;
  /** The upstream counted no tokens: ours are an estimate. */
  is_estimate: boolean;
  units: number;
  /** What it cost; 500,000 are 1 USD. */
  quota: number;
  /** Of whoever pays. */
  group: string;
  /** The ratios that it was charged by and the counters they were applied to, as JSON; empty where the model was free. */
  other: string;
  attempts: Attempt[];
  stop_reason: string;
}

/** As it stands in the fields, where several results have commas between them; empty is all. Days are `YYYY-MM-DD` in the reader's time zone, and both count. */
export interface UsageFilter {
  model: string;
  key: string;
  status: string;
  from: string;
  to: string;
  /** Where everybody's requests are listed. */
  username?: string;
  channel?: number | undefined;
  group?: string;
  /** 0 is those without a key. */
  keyId?: number | undefined;
  request?: string;
  /** Unix seconds; the end itself does not count. */
  since?: number | undefined;
  until?: number | undefined;
}

export const noFilter: UsageFilter = { model: "", key: "", status: "", from: "", to: "" };
const pageSize = 50;

export const usage = {
  own: (filter: UsageFilter, cursor: string, signal: AbortSignal) => pageOf("/api/log/self", filter, cursor, signal),
  ownFile: (filter: UsageFilter) => apiFile("GET", withQuery("/api/log/self/csv", usageQuery(filter))),
  everybodys: (filter: UsageFilter, cursor: string, signal: AbortSignal) => pageOf("/api/log/", filter, cursor, signal),
  everybodysFile: (filter: UsageFilter) => apiFile("POST", "/api/log/export", usageQuery(filter)),
};

export const fileName = "chatmirror-usage.csv";

function pageOf(path: string, filter: UsageFilter, cursor: string, signal: AbortSignal): Promise<CursorPage<UsageRow>> {
  return api("GET", usagePath(path, filter, cursor), undefined, { signal });
}

/** The address of the page that follows `cursor`; of the first one when that is empty. */
export function usagePath(path: string, filter: UsageFilter, cursor: string): string {
  // By hand: an empty cursor says that the list is read by cursor from its beginning.
  return withQuery(`${path}?cursor=${encodeURIComponent(cursor)}`, { page_size: pageSize, ...usageQuery(filter) });
}

/** The filter under the server's names, without what is not filtered by. */
export function usageQuery(filter: UsageFilter): Record<string, string | number> {
  const named = {
    username: filter.username,
    token_name: filter.key.trim(),
    model_name: filter.model.trim(),
    channel: filter.channel,
    group: filter.group,
    token_id: filter.keyId || undefined,
    without_key: filter.keyId === 0 ? 1 : undefined,
    request_id: filter.request,
    status: filter.status,
    start_timestamp: latest(startOfDay(filter.from), filter.since),
    end_timestamp: earliest(endOfDay(filter.to), filter.until === undefined ? undefined : filter.until - 1),
  };
  return Object.fromEntries(Object.entries(named).filter((entry): entry is [string, string | number] => entry[1] !== undefined && entry[1] !== ""));
}

export function isFiltered(filter: UsageFilter): boolean {
  return Object.keys(usageQuery(filter)).length > 0;
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? one ?? other : Math.max(one, other);
}

function earliest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? one ?? other : Math.min(one, other);
}

/** Its first second in the reader's time zone; undefined for what is no day. */
export function startOfDay(day: string): number | undefined {
  return midnight(day, 0);
}

/** Its last second: a day with a change of the clock is not 24 hours long. */
export function endOfDay(day: string): number | undefined {
  const next = midnight(day, 1);
  return next === undefined ? undefined : next - 1;
}

function midnight(day: string, later: number): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  return year && month && date ? new Date(Number(year), Number(month) - 1, Number(date) + later).getTime() / 1000 : undefined;
}
