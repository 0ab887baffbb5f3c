import { useSentences } from "../i18n";
import { type WelcomeWords, welcomeEn } from "./welcome.en";
import { welcomeZh } from "./welcome.zh";

const both = { en: welcomeEn, zh: welcomeZh };

export function useWelcomeWords(): WelcomeWords {
  return useSentences(both);
}
