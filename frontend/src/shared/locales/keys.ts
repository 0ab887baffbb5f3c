import { useSentences } from "../i18n";
import { type KeyWords, keysEn } from "./keys.en";
import { keysZh } from "./keys.zh";

const both = { en: keysEn, zh: keysZh };

export function useKeyWords(): KeyWords {
  return useSentences(both);
}
