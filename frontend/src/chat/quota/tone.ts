import { isCapped, type QuotaWindow, usedShare } from "./quota";

/** The class that colours a window: used up, scarce, or neither. */
export function toneOf(window: QuotaWindow): string {
  if (!isCapped(window)) return "";
  return window.remaining <= 0 ? "quota-used-up" : usedShare(window) >= 0.8 ? "quota-scarce" : "";
}
