import { limits } from "./limits";
import { count } from "./work";

const start = /(?:https?:\/\/|www\.)(?=[\p{L}\p{N}[])/iuy;
const mail = /[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){1,8}/y;
/** Blanks, quotes and brackets of markup, and the punctuation of Chinese and Japanese, at full width or not. */
const ends = /[\s<>"`\p{Cc}\u2013-\u201f\u2026\u3000-\u3004\u3008-\u3020\u3030\u30fb\ufe30-\ufe4f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]/u;

/** An address that stands in the text by itself: its length and where it leads. */
export function bareAddress(text: string, at: number): { length: number; href: string } | null {
  start.lastIndex = at;
  const found = start.exec(text)?.[0];
  if (!found) return mailAddress(text, at);
  const length = trimmedLength(text, at, endOf(text, at + found.length));
  if (length <= found.length) return null;
  const address = text.slice(at, at + length);
  return { length, href: found.toLowerCase() === "www." ? `http://${address}` : address };
}

function mailAddress(text: string, at: number): { length: number; href: string } | null {
  let end = at;
  while (end - at < 64 && /[A-Za-z0-9._+-]/.test(text.charAt(end))) end++;
  count(end - at + 1);
  if (text.charAt(end) !== "@") return null;
  mail.lastIndex = at;
  const found = mail.exec(text)?.[0];
  if (!found) return null;
  count(found.length);
  const address = found.replace(/[-.]+$/, "");
  return { length: address.length, href: `mailto:${address}` };
}

/** Where an address stops that has begun before `at`. */
function endOf(text: string, at: number): number {
  let brackets = 0;
  let end = at;
  for (; end < text.length && end - at < limits.address; end++) {
    count(1);
    const character = text.charAt(end);
    if (ends.test(character)) break;
    if (character === "[") brackets++;
    // The bracket of a link around it, and emphasis around it.
    if (character === "]" && --brackets < 0) break;
    if ((character === "*" || character === "~") && text.charAt(end + 1) === character) break;
  }
  return end;
}

/** Without the punctuation of the sentence around it, and brackets that were opened before it. */
function trimmedLength(text: string, at: number, from: number): number {
  let end = from;
  let open = 0;
  for (let index = at; index < end; index++) {
    if (text.charAt(index) === "(") open++;
    else if (text.charAt(index) === ")") open--;
  }
  for (; end > at; end--) {
    count(1);
    const character = text.charAt(end - 1);
    if (character === ")" && open < 0) open++;
    else if (!"?!.,:;*_~'|".includes(character)) break;
  }
  return end - at;
}
