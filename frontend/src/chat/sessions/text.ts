import { useSentences } from "../../shared/i18n";
import { sessionsEn, type SessionsWords } from "./en";
import { sessionsZh } from "./zh";

const both = { en: sessionsEn, zh: sessionsZh };

export function useSessionsWords(): SessionsWords {
  return useSentences(both);
}
