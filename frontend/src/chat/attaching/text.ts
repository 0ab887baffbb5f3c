import { sentences, useSentences } from "../../shared/i18n";
import { en } from "./en";
import { zh } from "./zh";

const both = { en, zh };

export function useFileWords(): typeof en {
  return useSentences(both);
}

export function fileWords(): typeof en {
  return sentences(both);
}
