/** One limit of a package, as the server has it: what it counts, for whom, how long, and of which models. */

export const scopes = ["member", "member_account", "key", "account", "group", "global"] as const;
export type Scope = typeof scopes[number];

export const units = ["messages", "weighted", "tokens"] as const;
export type Unit = typeof units[number];

export const usualWindows = ["hour", "day", "week", "month"] as const;
export type UsualWindow = typeof usualWindows[number];

export type Kind = "rolling" | "calendar";

/** A limit of -1 counts and never stops; 0 blocks. */
export const unlimited = -1;

/** How the server says which uses a limit counts; what it leaves out has the usual value. */
export interface Counted {
  scope?: string;
  /** One of the usual ones, or a length such as `5h`. */
  window: string;
  kind?: string;
  unit?: string;
  models?: readonly string[];
}

/** A limit as a member's quota has it. */
export interface Told extends Counted {
  /** The name of the account that it is about, where the member has several. */
  account?: string;
}

export const lengthUnits = ["m", "h", "d"] as const;
export type LengthUnit = typeof lengthUnits[number];

export interface Length {
  count: number;
  unit: LengthUnit;
}

const minutesIn: Record<LengthUnit, number> = { m: 1, h: 60, d: 1440 };
export const longestMinutes = 90 * 1440;

/** Of `5h`, `30m`, `7d`; null when it is none of one minute to 90 days. */
export function lengthOf(window: string): Length | null {
  const parts = /^(\d{1,6})([mhd])$/.exec(window);
  if (!parts) return null;
  const length = { count: Number(parts[1]), unit: parts[2] as LengthUnit };
  const minutes = minutesOf(length);
  return minutes >= 1 && minutes <= longestMinutes ? length : null;
}

export function minutesOf(length: Length): number {
  return length.count * minutesIn[length.unit];
}

export function isUsual(window: string): window is UsualWindow {
  return (usualWindows as readonly string[]).includes(window);
}

export function scopeOf(counted: Counted): Scope {
  return scopes.find((scope) => scope === counted.scope) ?? "member";
}

export function unitOf(counted: Counted): Unit {
  return units.find((unit) => unit === counted.unit) ?? "messages";
}

export function kindOf(counted: Counted): Kind {
  if (counted.kind === "rolling" || counted.kind === "calendar") return counted.kind;
  return isUsual(counted.window) && counted.window !== "hour" ? "calendar" : "rolling";
}

/** The patterns, or null for all models. */
export function patternsOf(counted: Counted): readonly string[] | null {
  const { models = ["*"] } = counted;
  return models.length === 0 || models.includes("*") ? null : models;
}

/** Whether what is asked of `model` counts. `*` in a pattern stands for anything. */
export function counts(counted: Counted, model: string): boolean {
  const patterns = patternsOf(counted);
  return patterns === null || patterns.some((pattern) => matches(pattern, model));
}

/** Part by part: a pattern with many stars would make a regular expression slow. */
function matches(pattern: string, model: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return model === first;
  if (!model.startsWith(first) || !model.endsWith(last) || model.length < first.length + last.length) return false;
  const most = model.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = model.indexOf(part, at);
    if (found < 0 || found + part.length > most) return false;
    at = found + part.length;
  }
  return true;
}
