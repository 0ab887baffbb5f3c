/** The values of a plot in words. */
import { formatNumber } from "../../shared/i18n";
import { shortNumber, spentWords } from "../../shared/stats/words";
import type { UsageWords } from "../../shared/usage/en";
import { durationWords } from "../../shared/usage/words";
import type { Plot } from "./plots";

export function valueWords(measure: Plot["measure"], value: number, t: UsageWords): string {
  if (measure === "dollars") return spentWords(value);
  return measure === "time" ? durationWords(value, t) : formatNumber(value);
}

/** For the steps of an axis: nothing between two whole numbers. */
export function axisWords(measure: Plot["measure"], value: number, t: UsageWords): string {
  if (value === 0) return "0";
  if (measure !== "number") return valueWords(measure, value, t);
  return Number.isInteger(value) ? shortNumber(value) : "";
}
