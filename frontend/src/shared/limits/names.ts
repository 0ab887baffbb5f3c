/** How limits are named. Without React, so that it can be tested alone. */
import { isolated } from "../ui/Sentence";
import type { LimitWords } from "./en";
import { type Counted, isUsual, kindOf, lengthOf, patternsOf, type UsualWindow } from "./limits";

/** What a window is called; `usual` are the names that the page has for the four usual ones. */
export function windowName(t: LimitWords, usual: Record<UsualWindow, string>, counted: Counted): string {
  const { window } = counted;
  const length = lengthOf(window);
  if (length) return t.every(length);
  if (!isUsual(window)) return window;
  if (window === "hour" && kindOf(counted) === "calendar") return t.clockHour;
  if (window === "day" && kindOf(counted) === "rolling") return t.anyDay;
  if (window === "week" && kindOf(counted) === "rolling") return t.anyWeek;
  return usual[window];
}

/** “only gpt-*”; null for all models. The patterns are set apart, for `Sentence`. */
export function onlyModels(t: LimitWords, counted: Counted): string | null {
  const patterns = patternsOf(counted);
  return patterns === null ? null : t.only(patterns.map(isolated));
}
