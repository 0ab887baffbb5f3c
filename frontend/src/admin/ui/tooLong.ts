import { characters } from "../../shared/lengths";
import type { AdminText } from "../text";

/** What is said at a field whose text has more than `most` characters, counted as the server counts them. */
export function tooLong(typed: string, most: number, text: AdminText): string | null {
  const count = characters(typed.trim());
  return count > most ? text.common.tooLong(most, count) : null;
}
