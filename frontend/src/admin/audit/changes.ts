/** One field that an act changed, as text; null where there was nothing, or is nothing any more. */
export interface Change {
  field: string;
  from: string | null;
  to: string | null;
}

/** What changed between the two sides of a row. Empty values on one side alone say nothing and are left out. */
export function changes(before: Record<string, unknown> | null, after: Record<string, unknown> | null): Change[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields
    .map((field) => ({ field, from: words(before?.[field]), to: words(after?.[field]) }))
    .filter((change) => change.from !== null || change.to !== null);
}

function words(value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (Array.isArray(value)) return value.length > 0 ? value.map((item) => words(item) ?? "").join(", ") : null;
  if (typeof value !== "object") return String(value);
  const members = Object.entries(value);
  return members.length > 0 ? members.map(([name, item]) => `${name} ${words(item) ?? ""}`.trim()).join(" ") : null;
}
