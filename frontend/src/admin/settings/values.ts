/** What the texts of options mean. One that cannot be read counts as if nobody had set it. */
import type { Option } from "./api";

export function valueOf(options: readonly Option[], key: string): string {
  return options.find((option) => option.key === key)?.value ?? "";
}

/** The options once `saved` were. */
export function withValues(options: readonly Option[], saved: readonly Option[]): Option[] {
  return [...new Map([...options, ...saved].map((option) => [option.key, option])).values()];
}

/** The members of a JSON object, in order; a name such as `__proto__` is one like any other. */
export function entriesOf(text: string): [string, unknown][] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  } catch {
    return [];
  }
}

export function objectText(entries: readonly (readonly [string, unknown])[]): string {
  return JSON.stringify(Object.fromEntries(entries));
}

/** The ways in which one of equal accounts can be chosen. */
export const strategies = ["least_in_flight", "round_robin", "random", "least_used", "weighted"] as const;
export type Strategy = typeof strategies[number];

export function strategyIn(value: string): Strategy {
  return strategies.find((strategy) => strategy === value) ?? strategies[0];
}

/** The providers' own tools. */
export const tools = ["web_search", "code_interpreter"] as const;
export type Tool = typeof tools[number];

/** All of them, unless somebody chose. */
export function toolsIn(value: string): readonly Tool[] {
  try {
    const names: unknown = JSON.parse(value);
    return Array.isArray(names) ? tools.filter((tool) => names.includes(tool)) : tools;
  } catch {
    return tools;
  }
}

/** The number of a package, from 1 on; null for none. */
export function packageIn(value: unknown): number | null {
  const id = typeof value === "string" ? Number(value) : value;
  return typeof id === "number" && Number.isSafeInteger(id) && id > 0 ? id : null;
}

/** The id of the row that a refusal is about, as it names it: “vip” is not there. */
export function rowNamed<Row extends { id: number }>(refusal: string, rows: readonly Row[], names: (row: Row) => readonly string[]): number | null {
  return rows.find((row) => names(row).some((name) => name !== "" && refusal.includes(`“${name}”`)))?.id ?? null;
}
