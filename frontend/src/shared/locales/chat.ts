import { sentences, useSentences } from "../i18n";
import { type ChatWords, chatEn } from "./chat.en";
import { chatZh } from "./chat.zh";

const both = { en: chatEn, zh: chatZh };

export function useChatWords(): ChatWords {
  return useSentences(both);
}

export function chatWords(): ChatWords {
  return sentences(both);
}
