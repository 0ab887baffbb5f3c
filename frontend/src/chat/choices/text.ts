import { useSentences } from "../../shared/i18n";
import { choicesEn, type ChoicesWords } from "./en";
import { choicesZh } from "./zh";

export const both = { en: choicesEn, zh: choicesZh };

export function useChoicesWords(): ChoicesWords {
  return useSentences(both);
}
