import { useSentences } from "../../shared/i18n";
import { en } from "./en";
import { zh } from "./zh";

const both = { en, zh };

export type LogText = typeof en;

/** The words that the panel's record of requests has of its own. */
export function useLogText(): LogText {
  return useSentences(both);
}
