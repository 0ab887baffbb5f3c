import { useSentences } from "../i18n";
import { type KeyWords, keysEn } from "./en";
import { keysZh } from "./zh";

const both = { en: keysEn, zh: keysZh };

export function useKeyWords(): KeyWords {
  return useSentences(both);
}
