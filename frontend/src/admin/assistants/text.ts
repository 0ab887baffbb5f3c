import { useSentences } from "../../shared/i18n";
import { both as panel } from "../text";
import { en } from "./en";
import { zh } from "./zh";

const both = { en: { ...panel.en, ...en }, zh: { ...panel.zh, ...zh } };

export type AssistantText = typeof both.en;

/** The words of the panel, with those about assistants. */
export function useAssistantText(): AssistantText {
  return useSentences(both);
}
