import { useSentences } from "../../shared/i18n";
import { en, type MarkWords } from "./en";
import { zh } from "./zh";

const both = { en, zh };

export function useMarkWords(): MarkWords {
  return useSentences(both);
}
