import { useSentences } from "../i18n";
import { type LimitWords, limitsEn } from "./en";
import { limitsZh } from "./zh";

const both = { en: limitsEn, zh: limitsZh };

export function useLimitWords(): LimitWords {
  return useSentences(both);
}
