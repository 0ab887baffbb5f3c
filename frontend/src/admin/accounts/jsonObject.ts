/** A JSON object as it is typed; blank is the empty one. */
export type JSONProblem = "syntax" | "shape" | "number";

export function jsonText(object: Record<string, unknown>): string {
  return Object.keys(object).length > 0 ? JSON.stringify(object, null, 2) : "";
}

export function readObject(typed: string): { object: Record<string, unknown>; problem: JSONProblem | null } {
  if (typed.trim() === "") return { object: {}, problem: null };
  let value: unknown;
  try {
    value = JSON.parse(typed);
  } catch {
    return { object: {}, problem: "syntax" };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { object: {}, problem: "shape" };
  if (!isExact(value)) return { object: {}, problem: "number" };
  return { object: value as Record<string, unknown>, problem: null };
}

/** A whole number past 2^53 would be sent as another one than was typed, and 1e999 as null. */
function isExact(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return typeof value !== "object" || value === null || Object.values(value).every(isExact);
}
