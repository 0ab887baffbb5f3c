/** What is said of accounts. Without React, so that it can be tested alone. */
import type { Tone } from "../../shared/ui/Chip";
import type { AccountStatus, AccountWindow } from "./accounts";
import type { AccountWords } from "./en";

export type Moment = (seconds: number) => string;

const tones: Record<string, Tone> = { healthy: "good", cooling: "warn", limited: "warn", draining: "warn", disabled: "plain" };

export function toneOf(state: string): Tone {
  return tones[state] ?? "bad";
}

/** “Works”, “Limited until 14:20”. A state of a newer server needs somebody's attention, as far as this page knows. */
export function stateWords(account: AccountStatus, t: AccountWords, moment: Moment, now: number): string {
  const until = restEnd(account, now);
  if (account.state === "limited" && until !== null) return t.limitedUntil(moment(until));
  return t.states[account.state] ?? t.states["needs_attention"] ?? "";
}

/** What it means for the reader; null where the state says all. */
export function stateHint(account: AccountStatus, t: AccountWords, moment: Moment, now: number): string | null {
  const until = restEnd(account, now);
  if (account.state === "cooling" && until !== null) return t.restsUntil(moment(until));
  return account.state in t.states ? (t.hints[account.state] ?? null) : (t.hints["needs_attention"] ?? null);
}

/** Null also where it is past: that the account works again is not known by that. */
export function restEnd({ until }: AccountStatus, now: number): number | null {
  return until !== null && until > now ? until : null;
}

/** “5 hours” for `5h`; what stands before it stays as the upstream calls it. */
export function windowWords(name: string, t: AccountWords): string {
  const [, about = "", length = "", unit = ""] = /^(.*?)(\d+)([mhd])$/.exec(name) ?? [];
  const span = t.spans[unit];
  return span ? [about.trim(), span(Number(length))].filter(Boolean).join(" ") : name;
}

/** Whole percent, between nothing and all. */
export function usedPercent(window: AccountWindow): number {
  return Math.min(100, Math.max(0, Math.round(window.used_percent)));
}

/** It began anew since the upstream last said how much is used. */
export function isStale(window: AccountWindow, now: number): boolean {
  return window.resets_at !== null && window.resets_at <= now;
}
