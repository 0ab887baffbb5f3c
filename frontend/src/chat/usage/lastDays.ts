import type { Span } from "../../shared/stats/stats";
import { dayIn, midnightIn } from "../../shared/zone";

const days = 30;

/** Days of the site, with today as the last. */
export function lastDays(now: number, zone: string): Span {
  const today = dayIn(zone, now);
  return { start: midnightIn(zone, today, 1 - days) ?? 0, end: midnightIn(zone, today, 1) ?? 0 };
}
