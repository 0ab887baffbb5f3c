import { sentences, useSentences } from "../shared/i18n";
import { en as answerEn } from "./answer/en";
import { zh as answerZh } from "./answer/zh";
import { en as composerEn } from "./composer/en";
import { zh as composerZh } from "./composer/zh";
import { en as filesEn } from "./files/en";
import { zh as filesZh } from "./files/zh";
import { en as listEn } from "./list/en";
import { zh as listZh } from "./list/zh";
import { en as modelsEn } from "./models/en";
import { zh as modelsZh } from "./models/zh";
import { en as pageEn } from "./page/en";
import { zh as pageZh } from "./page/zh";
import { en as quotaEn } from "./quota/en";
import { zh as quotaZh } from "./quota/zh";
import { en as refusalEn } from "./refusal/en";
import { zh as refusalZh } from "./refusal/zh";
import { en as settingsEn } from "./settings/en";
import { zh as settingsZh } from "./settings/zh";
import { en as threadEn } from "./thread/en";
import { zh as threadZh } from "./thread/zh";

/** The words of every noun of the page; a name means one thing on all of it. */
const both = {
  en: {
    ...answerEn,
    ...composerEn,
    ...filesEn,
    ...listEn,
    ...modelsEn,
    ...pageEn,
    ...quotaEn,
    ...refusalEn,
    ...settingsEn,
    ...threadEn,
  },
  zh: {
    ...answerZh,
    ...composerZh,
    ...filesZh,
    ...listZh,
    ...modelsZh,
    ...pageZh,
    ...quotaZh,
    ...refusalZh,
    ...settingsZh,
    ...threadZh,
  },
};

export type ChatWords = typeof both.en;

export function useChatWords(): ChatWords {
  return useSentences(both);
}

export function chatWords(): ChatWords {
  return sentences(both);
}
