/** Sums of requests, as the server counts them: now, over time, and by whom, by what and on what. */
import { api, withQuery } from "../api";

/** Percentiles are null where nothing was measured. A request that its asker stopped before a word is neither a success nor a failure. */
export interface Sums {
  requests: number;
  succeeded: number;
  failed: number;
  prompt_tokens: number;
  completion_tokens: number;
  cached_tokens: number;
  /** What they cost; 500,000 are 1 USD. */
  quota: number;
  first_token_ms_p50: number | null;
  first_token_ms_p95: number | null;
  duration_ms_p50: number | null;
  duration_ms_p95: number | null;
}

export type Unit = "hour" | "day";

/** `at` is where the hour or the day begins, in Unix seconds. */
export type Bucket = Sums & { at: number };

export interface Trend {
  unit: Unit;
  items: Bucket[];
}

/** `id` is null of models and groups, and 0 of requests without a key. */
export type Ranked = Sums & { id: number | null; name: string };

export interface Ranking {
  total: Sums;
  items: Ranked[];
  /** What did not find a place; null where all did. */
  others: Sums | null;
}

/** Unix seconds; the end itself does not count. */
export interface Span {
  start: number;
  end: number;
}

export type Subject = "model" | "member" | "group" | "key" | "account";

export const stats = {
  trend: (unit: Unit, span: Span, signal: AbortSignal) => get<Trend>("trend", { unit, ...stamps(span) }, signal),
  ranking: (by: Subject, span: Span, signal: AbortSignal) => get<Ranking>("ranking", { by, limit: 20, ...stamps(span) }, signal),
  ownTrend: (unit: Unit, span: Span, signal: AbortSignal) => get<Trend>("trend/self", { unit, ...stamps(span) }, signal),
  ownRanking: (by: "model" | "key", span: Span, signal: AbortSignal) => get<Ranking>("ranking/self", { by, limit: 5, ...stamps(span) }, signal),
};

function get<Data>(what: string, query: Record<string, string | number>, signal: AbortSignal): Promise<Data> {
  return api<Data>("GET", withQuery(`/api/stats/${what}`, query), undefined, { signal });
}

function stamps({ start, end }: Span) {
  return { start_timestamp: start, end_timestamp: end };
}

/** Of those that succeeded or failed; null where there are none. */
export function successShare({ succeeded, failed }: Pick<Sums, "succeeded" | "failed">): number | null {
  return succeeded + failed > 0 ? succeeded / (succeeded + failed) : null;
}

/** By how much it is more than it was: 0.5 is half as much again; null where there was nothing. */
export function change(now: number, before: number): number | null {
  return before > 0 ? now / before - 1 : null;
}
