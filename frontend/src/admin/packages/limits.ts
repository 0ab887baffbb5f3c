/** What limits mean in words, which of them say the same, and which can never be the one that stops. */
import { isolated } from "../../shared/ui/Sentence";
import {
  isUsual, type Kind, kindOf, lengthOf, longestMinutes, minutesOf, patternsOf, type Scope, scopeOf, type Unit, unitOf, unlimited,
  type UsualWindow, usualWindows,
} from "../../shared/limits/limits";
import type { PackageText } from "./text";
import type { Limit } from "./types";

/** The most that a limit may allow. */
export const largest = 1_000_000_000;

/** A limit with all that the server may leave out. */
export interface WholeLimit {
  scope: Scope;
  window: string;
  kind: Kind;
  unit: Unit;
  limit: number;
  models: readonly string[];
}

export function whole(limit: Limit): WholeLimit {
  return {
    scope: scopeOf(limit),
    window: limit.window,
    kind: kindOf(limit),
    unit: unitOf(limit),
    limit: limit.limit,
    models: patternsOf(limit) ?? ["*"],
  };
}

/** As it is sent: without what has its usual value. */
export function brief(limit: Limit): Limit {
  const { scope, window, kind, unit, models } = whole(limit);
  return {
    ...(scope !== "member" && { scope }),
    window,
    ...(kind !== kindOf({ window }) && { kind }),
    ...(unit !== "messages" && { unit }),
    limit: limit.limit,
    ...(patternsOf({ window, models }) && { models: [...models] }),
  };
}

/** One of the four that most packages have: a member's messages in a usual window, whatever the model. */
export function isPlain(limit: Limit): limit is Limit & { window: UsualWindow } {
  const short = brief(limit);
  return isUsual(limit.window) && limit.limit !== unlimited && Object.keys(short).length === 2;
}

/** The limit as a sentence without its full stop. Patterns are set apart, for `Sentence`. */
export function sentence(text: PackageText, limit: Limit): string {
  const t = text.packages.sentence;
  const { scope, unit, models } = whole(limit);
  const patterns = patternsOf({ window: limit.window, models })?.map(isolated) ?? null;
  if (limit.limit === 0) return t.blocked(patterns, scope === "key");
  const span = lengthOf(limit.window);
  const window = span ? t.every(span) : t.windows[windowKey(limit)] ?? limit.window;
  const say = limit.limit === unlimited ? t.unlimited(unit, window) : t.atMost(unit, limit.limit, window);
  return t.whole(say, t.scopes[scope], patterns);
}

/** `hour`, or `hour:calendar` where the kind is not the usual one. */
export function windowKey(limit: Limit): string {
  const kind = kindOf(limit);
  return kind === kindOf({ window: limit.window }) ? limit.window : `${limit.window}:${kind}`;
}

/** For each limit the place of an earlier one that counts the same, or null. */
export function repeated(limits: readonly Limit[]): (number | null)[] {
  const first = new Map<string, number>();
  return limits.map((limit, place) => {
    const same = countedKey(limit);
    const earlier = first.get(same);
    if (earlier === undefined) first.set(same, place);
    return earlier ?? null;
  });
}

function countedKey(limit: Limit): string {
  const { scope, window, kind, unit, models } = whole(limit);
  return JSON.stringify([scope, window, kind, unit, [...new Set(models)].sort()]);
}

/** The places of limits that cannot be reached because another one, for the same uses, stops earlier. */
export function idle(limits: readonly Limit[]): number[] {
  return limits.flatMap((one, place) => (limits.some((other, at) => at !== place && stopsFirst(other, one, at < place)) ? [place] : []));
}

/** A limit that blocks is left out: its own sentence says that nothing else matters. */
function stopsFirst(other: Limit, one: Limit, isEarlier: boolean): boolean {
  if (other.limit <= 0 || one.limit === unlimited || !countsAllOf(other, one)) return false;
  const throughOther = other.limit * mostTouched(one, other);
  // Two that stop at the same time: the later one is the one too many.
  const isTie = one.limit === throughOther && one.limit * mostTouched(other, one) === other.limit;
  return one.limit >= throughOther && (!isTie || isEarlier);
}

function countsAllOf(other: Limit, one: Limit): boolean {
  const [wide, narrow] = [whole(other), whole(one)];
  if (wide.scope !== narrow.scope || wide.unit !== narrow.unit) return false;
  return patternsOf(wide) === null || narrow.models.every((model) => wide.models.includes(model));
}

/** How many windows of the calendar `other` one of `window` may touch. */
const calendar: Record<UsualWindow, Record<UsualWindow, number>> = {
  hour: { hour: 1, day: 1, week: 1, month: 1 },
  day: { hour: 25, day: 1, week: 1, month: 1 },
  week: { hour: 169, day: 7, week: 1, month: 2 },
  month: { hour: 745, day: 31, week: 6, month: 1 },
};

/** How many windows of `other` one of `one` may touch, so that `limit` times this is all that `other` lets through. */
function mostTouched(one: Limit, other: Limit): number {
  if (kindOf(one) === "calendar" && kindOf(other) === "calendar" && isUsual(one.window) && isUsual(other.window)) {
    return calendar[one.window][other.window];
  }
  const whole = Math.ceil(minutes(one, "longest") / minutes(other, "shortest"));
  return kindOf(other) === "rolling" ? whole : whole + 1;
}

/** Days, weeks and months of the calendar may have an hour more or less. */
const calendarHours: Record<UsualWindow, { shortest: number; longest: number }> = {
  hour: { shortest: 1, longest: 1 },
  day: { shortest: 23, longest: 25 },
  week: { shortest: 167, longest: 169 },
  month: { shortest: 671, longest: 745 },
};

function minutes(limit: Limit, which: "shortest" | "longest"): number {
  const length = lengthOf(limit.window);
  if (length) return minutesOf(length);
  if (!isUsual(limit.window)) return longestMinutes;
  if (kindOf(limit) === "calendar") return calendarHours[limit.window][which] * 60;
  return { hour: 60, day: 1440, week: 10_080, month: 43_200 }[limit.window];
}

/** Sentences about the usual limits, and about which of all are pointless. */
export function preview(text: PackageText, limits: readonly Limit[]): string[] {
  const t = text.packages;
  if (limits.length === 0) return [t.previewNone];
  const usual = usualWindows.flatMap((window) => limits.filter((limit) => isPlain(limit) && limit.window === window));
  if (usual.some((limit) => limit.limit === 0)) return [t.previewBlocked];
  const parts = usual.map((limit) => t.sentence.atMost("messages", limit.limit, t.sentence.windows[limit.window] ?? ""));
  const idleOnes = idle(limits).map((place) => limits[place]).filter((limit): limit is Limit => Boolean(limit && isPlain(limit)));
  return [...(parts.length > 0 ? [t.previewAtMost(parts)] : []), ...idleOnes.map((limit) => t.previewIdle(text.common.windows[limit.window as UsualWindow]))];
}
