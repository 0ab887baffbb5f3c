import { useSentences } from "../../shared/i18n";
import { connectEn, type ConnectWords } from "./en";
import { connectZh } from "./zh";

const both = { en: connectEn, zh: connectZh };

export function useConnectWords(): ConnectWords {
  return useSentences(both);
}
