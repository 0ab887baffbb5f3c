import { useSentences } from "../../shared/i18n";
import { both as panel } from "../text";
import { en } from "./en";
import { zh } from "./zh";

const both = { en: { ...panel.en, ...en }, zh: { ...panel.zh, ...zh } };

/** The words of the panel, with those about how accounts are chosen. */
export function useChoiceText(): typeof both.en {
  return useSentences(both);
}
