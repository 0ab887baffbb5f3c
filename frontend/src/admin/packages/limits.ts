/** What a set of limits means in words, and which of them can never be the one that stops. */
import type { Limit, Window } from "./types";
import type { PackageText } from "./text";

/** The largest limit of a window; a rolling one is counted message by message. */
export function largest(window: Window): number {
  return window === "hour" ? 10_000 : 1_000_000_000;
}

/** How many windows of `other` one `window` may touch, so `limit × this` messages are all that `other` lets through. */
const touched: Record<Window, Record<Window, number>> = {
  hour: { hour: 1, day: 2, week: 2, month: 2 },
  day: { hour: 25, day: 1, week: 1, month: 1 },
  week: { hour: 169, day: 7, week: 1, month: 2 },
  month: { hour: 745, day: 31, week: 6, month: 1 },
};

/** Windows whose limit cannot be reached because another one stops earlier. */
export function idleWindows(limits: readonly Limit[]): Window[] {
  return limits
    .filter((one) => limits.some((other) => other.window !== one.window && one.limit >= other.limit * touched[one.window][other.window]))
    .map((one) => one.window);
}

/** Sentences for the editor: what a member may send, and what is pointless. */
export function preview(text: PackageText, limits: readonly Limit[]): string[] {
  const t = text.packages;
  if (limits.length === 0) return [t.previewNone];
  if (limits.some((limit) => limit.limit === 0)) return [t.previewBlocked];
  const parts = limits.map((limit) => t.previewParts[limit.window](limit.limit));
  return [t.previewAtMost(parts), ...idleWindows(limits).map((window) => t.previewIdle(text.common.windows[window]))];
}
