import { useSentences } from "../../shared/i18n";
import { both as panel } from "../text";
import { en } from "./en";
import { zh } from "./zh";

const both = { en: { ...panel.en, ...en }, zh: { ...panel.zh, ...zh } };

export type StatisticsText = typeof both.en;

/** The words of the panel, with those about the statistics. */
export function useStatisticsText(): StatisticsText {
  return useSentences(both);
}
