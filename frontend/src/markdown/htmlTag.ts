import { count } from "./work";

/** Longer ones are text like any other. */
const longest = 2_000;

/** Where the tag that begins at `at` ends; -1 when there is none. Its marks are no emphasis, its addresses no links. */
export function tagEnd(text: string, at: number): number {
  if (!/[A-Za-z/]/.test(text.charAt(at + 1))) return -1;
  const name = /^<\/?[A-Za-z][A-Za-z0-9-]{0,40}/.exec(text.slice(at, at + 44))?.[0];
  if (!name || !/[\s/>]/.test(text.charAt(at + name.length))) return -1;
  let quote = "";
  for (let end = at + name.length; end < text.length && end - at < longest; end++) {
    count(1);
    const character = text.charAt(end);
    if (quote) quote = character === quote ? "" : quote;
    else if (character === ">") return end + 1;
    else if (character === "<") return -1;
    else if ((character === '"' || character === "'") && text.charAt(end - 1) === "=") quote = character;
  }
  return -1;
}
