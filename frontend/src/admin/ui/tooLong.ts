import { characters } from "../../shared/lengths";
import { common } from "../../shared/locales/common";

/** What is said at a field whose text has more than `most` characters, counted as the server counts them. */
export function tooLong(typed: string, most: number): string | null {
  const count = characters(typed.trim());
  return count > most ? common().tooLong(most, count) : null;
}
