import { useSentences } from "../i18n";
import { type UsageWords, usageEn } from "./usage.en";
import { usageZh } from "./usage.zh";

const both = { en: usageEn, zh: usageZh };

export function useUsageWords(): UsageWords {
  return useSentences(both);
}
