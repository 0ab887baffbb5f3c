import type { ChatWords } from "../text";

/** The server's title of a conversation that has none yet. */
const untitled = "New chat";

export function isUntitled(title: string): boolean {
  return title === "" || title === untitled;
}

/** The title for readers, in their language when there is none. */
export function shownTitle(title: string, words: ChatWords): string {
  return isUntitled(title) ? words.untitled : title;
}
