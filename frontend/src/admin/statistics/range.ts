/** Which time the statistics are about, as it stands in the address: `?range&from&to&unit`. */
import type { Span, Unit } from "../../shared/stats/stats";
import { dayIn, hourIn, midnightIn } from "../../shared/zone";

export const rangeNames = ["24h", "7d", "30d", "own"] as const;
export type RangeName = typeof rangeNames[number];

export interface Range extends Span {
  name: RangeName;
  unit: Unit;
  /** The units that it may be seen in: the server counts at most 400 hours or days at once. */
  units: readonly Unit[];
  /** The first and the last day, `YYYY-MM-DD` of the site's zone. */
  from: string;
  to: string;
}

const most = 400;
const hour = 3600;
const day = 24 * hour;
const days: Record<"7d" | "30d", number> = { "7d": 7, "30d": 30 };

/** Null where days of one's own are none, or too many. `now` is in Unix seconds; what has begun counts as a whole. */
export function rangeIn(query: URLSearchParams, now: number, zone: string): Range | null {
  const name = rangeNames.find((each) => each === query.get("range")) ?? "24h";
  const today = dayIn(zone, now);
  if (name === "24h") {
    const end = hourIn(zone, now) + hour;
    return { name, start: end - day, end, unit: "hour", units: ["hour"], from: dayIn(zone, end - day), to: today };
  }
  const isOwn = name === "own";
  const from = isOwn ? query.get("from") ?? "" : dayBefore(zone, today, days[name] - 1);
  const to = isOwn ? query.get("to") ?? "" : today;
  const [start, end] = [midnightIn(zone, from), midnightIn(zone, to, 1)];
  if (start === undefined || end === undefined || start >= end || end - start > most * day + hour) return null;
  const units: readonly Unit[] = end - start <= most * hour ? ["hour", "day"] : ["day"];
  const wanted = query.get("unit") === "hour" ? "hour" : "day";
  return { name, start, end, unit: units.includes(wanted) ? wanted : "day", units, from, to };
}

function dayBefore(zone: string, today: string, count: number): string {
  return dayIn(zone, midnightIn(zone, today, -count) ?? 0);
}

/** Where the bucket that begins at `at` ends, within the range. */
export function bucketEnd({ unit, end }: Range, at: number, zone: string): number {
  const next = unit === "hour" ? at + hour : midnightIn(zone, dayIn(zone, at), 1) ?? end;
  return Math.min(end, next);
}
