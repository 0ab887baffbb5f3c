import { useSentences } from "../../shared/i18n";
import { availabilityEn, type AvailabilityWords } from "./en";
import { availabilityZh } from "./zh";

const both = { en: availabilityEn, zh: availabilityZh };

export function useAvailabilityWords(): AvailabilityWords {
  return useSentences(both);
}
