import { useSentences } from "../../shared/i18n";
import { type AccountWords, accountsEn } from "./en";
import { accountsZh } from "./zh";

const both = { en: accountsEn, zh: accountsZh };

export function useAccountWords(): AccountWords {
  return useSentences(both);
}
