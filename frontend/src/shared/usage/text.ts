import { useSentences } from "../i18n";
import { type UsageWords, usageEn } from "./en";
import { usageZh } from "./zh";

const both = { en: usageEn, zh: usageZh };

export function useUsageWords(): UsageWords {
  return useSentences(both);
}
