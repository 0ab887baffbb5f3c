/** The record of requests in words. */
import { formatNumber, locale } from "../i18n";
import type { UsageWords } from "./en";
import type { Tone } from "../ui/Chip";
import type { Attempt, UsageRow, UsageStatus } from "./usage";

export const tones: Record<UsageStatus, Tone> = { running: "plain", finished: "good", stopped: "warn", interrupted: "warn", failed: "bad" };

/** "<0.01 s", "0.42 s", "12 s", "1 min 5 s"; a dash where there is none. */
export function durationWords(milliseconds: number | null, t: UsageWords): string {
  if (milliseconds === null) return "–";
  const seconds = Math.max(0, milliseconds) / 1000;
  const whole = Math.round(seconds);
  if (whole >= 60) return t.minutes(Math.floor(whole / 60), whole % 60);
  if (milliseconds < 10) return t.seconds(`<${new Intl.NumberFormat(locale()).format(0.01)}`);
  const digits = seconds < 1 ? 2 : seconds < 10 ? 1 : 0;
  return t.seconds(new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(seconds));
}

/** `≈` where the upstream counted nothing. */
export function tokenWords(count: number, row: Pick<UsageRow, "is_estimate">): string {
  return row.is_estimate ? `≈ ${formatNumber(count)}` : formatNumber(count);
}

/** What happened, for people who do not know the code; a code that is not known here is shown itself. */
export function outcomeWords(outcome: string, t: UsageWords): string {
  return t.outcomes[outcome] ?? outcome;
}

/** "team-01: too many requests (HTTP 429)". */
export function attemptWords({ account, account_name, key, outcome, status }: Attempt, t: UsageWords): string {
  const asked = account_name || (account > 0 ? `#${account}` : "");
  const name = asked && key ? t.withKey(asked, key) : asked;
  const words = outcomeWords(outcome, t);
  const isSaid = status !== null && outcome !== "ok";
  return t.attempt(name, isSaid ? t.withStatus(words, status) : words);
}

/** "Failed, Interrupted" of `failed,interrupted`; a result of a newer server is shown itself. */
export function statusWords(statuses: string, t: UsageWords): string {
  const known: Record<string, string> = t.statuses;
  return statuses.split(",").map((status) => known[status] ?? status).join(", ");
}

/** Why it did not simply end; empty where there is nothing to say. */
export function stopWords(row: Pick<UsageRow, "stop_reason">, t: UsageWords): string {
  return row.stop_reason === "stop" || row.stop_reason === "ok" ? "" : outcomeWords(row.stop_reason, t);
}

/** The key, or where somebody asked who needs none. */
export function keyWords(row: Pick<UsageRow, "endpoint" | "token_id" | "token_name">, t: UsageWords): string {
  if (row.token_id === 0) {
    if (row.endpoint === "chat") return t.chat;
    return row.endpoint.startsWith("mini-program/") ? t.miniProgram : t.playground;
  }
  return row.token_name || `#${row.token_id}`;
}

export function accountWords(row: Pick<UsageRow, "channel" | "channel_name">): string {
  return row.channel_name || (row.channel > 0 ? `#${row.channel}` : "–");
}
