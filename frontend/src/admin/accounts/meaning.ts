/** Mappings as they are typed: rows of models, and lines of statuses. */
export interface MappingRow {
  asked: string;
  sent: string;
}

export type MappingProblem = "half" | "twice";

export function mappingRows(mapping: Record<string, string>): MappingRow[] {
  return Object.entries(mapping).map(([asked, sent]) => ({ asked, sent }));
}

/** Blank rows count for nothing. */
export function readMapping(rows: readonly MappingRow[]): { mapping: Record<string, string>; problem: MappingProblem | null } {
  const mapping = new Map<string, string>();
  for (const row of rows) {
    const [asked, sent] = [row.asked.trim(), row.sent.trim()];
    if (asked === "" && sent === "") continue;
    if (asked === "" || sent === "") return { mapping: {}, problem: "half" };
    if (mapping.has(asked)) return { mapping: {}, problem: "twice" };
    mapping.set(asked, sent);
  }
  return { mapping: Object.fromEntries(mapping), problem: null };
}

export function statusLines(statuses: Record<string, string>): string {
  return Object.entries(statuses).map(([status, shown]) => `${status}: ${shown}`).join("\n");
}

/** The statuses in the lines, or the number of the first line that is none. */
export function readStatuses(typed: string): { statuses: Record<string, string>; wrongLine: number | null } {
  const statuses: Record<string, string> = {};
  for (const [index, line] of typed.split("\n").entries()) {
    if (line.trim() === "") continue;
    const [, status, shown] = /^\s*([45]\d\d)\s*(?:[:：]|→|->)\s*([45]\d\d)\s*$/.exec(line) ?? [];
    if (!status || !shown || status in statuses) return { statuses: {}, wrongLine: index + 1 };
    statuses[status] = shown;
  }
  return { statuses, wrongLine: null };
}
