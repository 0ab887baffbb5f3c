import type { ApiError } from "../shared/api";

const fields = ["username", "password"];

/** The field of the form that a refusal is about; null when it is about none. */
function fieldOf(error: ApiError): string | null {
  const { field } = error.detail;
  return error.status === 400 && typeof field === "string" && fields.includes(field) ? field : null;
}

export function isAtField(error: ApiError): boolean {
  return fieldOf(error) !== null;
}

/** The server's words about a field, without its name before them. */
export function refusedAt(error: ApiError | null, field: string): string | null {
  const reason = error && fieldOf(error) === field ? error.detail["reason"] : null;
  return typeof reason === "string" ? reason : null;
}
