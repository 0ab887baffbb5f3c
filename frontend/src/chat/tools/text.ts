import { useSentences } from "../../shared/i18n";
import { en } from "./en";
import { zh } from "./zh";

const both = { en, zh };

export function useWorkWords(): typeof en {
  return useSentences(both);
}
