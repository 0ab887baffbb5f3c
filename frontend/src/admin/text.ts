import { ApiError } from "../shared/api";
import { sentences, useSentences } from "../shared/i18n";
import { explain } from "../shared/locales/common";
import { en } from "./en";
import { zh } from "./zh";

/** The frame's words in both languages; each noun adds its own. */
export const both = { en, zh };

export type AdminText = typeof en;

export function useText(): AdminText {
  return useSentences(both);
}

/** As `useText`, outside React. */
export function text(): AdminText {
  return sentences(both);
}

/** A failure in the reader's language: by its code, else the words that every page shares. */
export function errorText(error: unknown): string {
  const known: Record<string, string> = text().errors;
  if (!(error instanceof ApiError)) return known["unknown"] ?? "";
  return known[error.code] ?? explain(error);
}

/** The field that a refusal is about, and what to say there; null when it is about none. */
export function fieldError(error: unknown): { field: string; text: string } | null {
  if (!(error instanceof ApiError)) return null;
  if (error.code === "username_taken") return { field: "username", text: errorText(error) };
  if (error.code === "wrong_password") return { field: "password", text: errorText(error) };
  const { field, reason } = error.detail;
  return error.status === 400 && typeof field === "string" && typeof reason === "string" ? { field, text: reason } : null;
}
