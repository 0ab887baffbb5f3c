import { useSentences } from "../../shared/i18n";
import { both as panel } from "../text";
import { en } from "./en";
import { zh } from "./zh";

const both = {
  en: { ...panel.en, ...en, errors: { ...panel.en.errors, ...en.errors } },
  zh: { ...panel.zh, ...zh, errors: { ...panel.zh.errors, ...zh.errors } },
};

export type TokenText = typeof both.en;

/** The words of the panel, with those about refresh tokens. */
export function useTokenText(): TokenText {
  return useSentences(both);
}
