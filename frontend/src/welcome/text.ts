import { useSentences } from "../shared/i18n";
import { type WelcomeWords, welcomeEn } from "./en";
import { welcomeZh } from "./zh";

const both = { en: welcomeEn, zh: welcomeZh };

export function useWelcomeWords(): WelcomeWords {
  return useSentences(both);
}
