/** Extra headers as they are typed: one on each line, `Name: value`. */
export type HeaderProblem = { kind: "line"; line: number } | { kind: "twice"; name: string };

export function headerLines(headers: Record<string, string>): string {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join("\n");
}

/** The headers in the lines, or the first thing that is wrong with them. Blank lines count for nothing. */
export function readHeaders(typed: string): { headers: Record<string, string>; problem: HeaderProblem | null } {
  const headers = new Map<string, string>();
  const seen = new Set<string>();
  for (const [index, line] of typed.split("\n").entries()) {
    if (line.trim() === "") continue;
    const header = readHeader(line.trim());
    if (!header) return { headers: {}, problem: { kind: "line", line: index + 1 } };
    const [name, value] = header;
    if (seen.has(name.toLowerCase())) return { headers: {}, problem: { kind: "twice", name } };
    seen.add(name.toLowerCase());
    headers.set(name, value);
  }
  return { headers: Object.fromEntries(headers), problem: null };
}

/** RFC 9110, section 5.1: a name is a token. A Chinese keyboard writes a full-width colon, which no name can hold. */
function readHeader(line: string): [string, string] | null {
  const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*[:：]\s*(.+)$/.exec(line) ?? [];
  return name && value ? [name, value] : null;
}
