/** How many messages a message to a model counts as: as it is stored, and as it is edited. */
import { bytes } from "../../shared/lengths";
import { wholeNumber } from "../ui/wholeNumber";
import { type Option, optionNames } from "./api";
import type { SettingsText } from "./text";
import { entriesOf, objectText, valueOf } from "./values";

export const mostWeight = 10_000;
export const mostWeights = 256;
const longestPattern = 64;
const mostStars = 4;

export interface WeightRow {
  /** Stays while others are added and removed. */
  id: number;
  pattern: string;
  weight: string;
}

export function weightRows(options: readonly Option[]): WeightRow[] {
  return entriesOf(valueOf(options, optionNames.weights)).map(([pattern, weight], id) => ({ id, pattern, weight: String(weight) }));
}

export function newWeight(rows: readonly WeightRow[]): WeightRow {
  return { id: 1 + Math.max(-1, ...rows.map((row) => row.id)), pattern: "", weight: "" };
}

export function patternField(row: WeightRow): string {
  return `${row.id}.pattern`;
}

export function weightField(row: WeightRow): string {
  return `${row.id}.weight`;
}

/** What is typed, when it is a whole number that can be one. */
export function weightOf(row: WeightRow): number | null {
  return row.weight.trim() === "" ? null : wholeNumber(row.weight, 0, mostWeight);
}

/** What is wrong with them, by field. */
export function weightProblems(rows: readonly WeightRow[], text: SettingsText): Record<string, string | null> {
  const t = text.settings;
  const problems: Record<string, string | null> = {};
  const seen = new Set<string>();
  for (const row of rows) {
    const pattern = row.pattern.trim();
    problems[patternField(row)] = patternProblem(pattern, text) ?? (seen.has(pattern) ? t.patternTwice : null);
    problems[weightField(row)] = weightOf(row) === null ? t.weightRange(mostWeight) : null;
    seen.add(pattern);
  }
  return problems;
}

function patternProblem(pattern: string, text: SettingsText): string | null {
  const t = text.settings;
  if (pattern === "") return text.common.required;
  if (/[\s,]/.test(pattern)) return t.patternSpace;
  if (bytes(pattern) > longestPattern) return t.patternLong(longestPattern);
  return pattern.split("*").length - 1 > mostStars ? t.patternStars(mostStars) : null;
}

/** Of rows without problems. */
export function weightsOption(rows: readonly WeightRow[]): Option {
  return { key: optionNames.weights, value: objectText(rows.map((row) => [row.pattern.trim(), weightOf(row) ?? 1])) };
}
