import type { AdminText } from "../../shared/locales/admin.en";
import { characters } from "../../shared/lengths";

/** What is said at a field whose text has more than `most` characters, counted as the server counts them. */
export function tooLong(typed: string, most: number, text: AdminText): string | null {
  const count = characters(typed.trim());
  return count > most ? text.common.tooLong(most, count) : null;
}
