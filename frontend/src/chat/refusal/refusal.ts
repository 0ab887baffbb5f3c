import { ApiError } from "../../shared/api";
import { common, explain } from "../../shared/locales/common";

/** A failure in the reader's language. */
export function refusalWords(error: unknown): string {
  return error instanceof ApiError ? explain(error) : common().somethingWrong;
}

/** The words at each field of a form that a refusal is about; null when it is about none of `fields`. */
export function refusalAt(error: unknown, fields: readonly string[]): Record<string, string> | null {
  if (!(error instanceof ApiError)) return null;
  const { field, reason } = error.detail;
  const isKnown = typeof field === "string" && fields.includes(field);
  return isKnown ? { [field]: typeof reason === "string" ? reason : refusalWords(error) } : null;
}
