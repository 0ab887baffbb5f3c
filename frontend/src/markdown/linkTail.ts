import { isEscapable } from "./characters";
import { limits } from "./limits";
import { decodeEntities } from "./safeText";
import { count } from "./work";

/** Balanced parentheses that an address may hold inside each other. */
const deepest = 32;

/** `(address "title")` behind a link's text: the address, and where the text goes on; null when it is none. */
export function linkTail(text: string, at: number): { href: string; end: number } | null {
  if (text.charAt(at) !== "(") return null;
  const from = skipBlanks(text, at + 1);
  const address = text.charAt(from) === "<" ? pointedAddress(text, from) : plainAddress(text, from);
  if (!address) return null;
  const behind = skipBlanks(text, address.end);
  const end = behind > address.end ? skipBlanks(text, titleEnd(text, behind)) : behind;
  return text.charAt(end) === ")" ? { href: cleaned(address.raw), end: end + 1 } : null;
}

/** `[label]` at `at`; an empty one counts. */
export function labelAt(text: string, at: number): { label: string; end: number } | null {
  if (text.charAt(at) !== "[") return null;
  for (let end = at + 1; end < text.length && end - at <= limits.label + 1; end++) {
    count(1);
    const character = text.charAt(end);
    if (character === "\\") end++;
    else if (character === "[") return null;
    else if (character === "]") return { label: text.slice(at + 1, end), end: end + 1 };
  }
  return null;
}

/** Labels are the same whatever their case and blanks. */
export const normalLabel = (label: string): string => label.trim().replace(/\s+/g, " ").toLowerCase();

function pointedAddress(text: string, at: number) {
  for (let end = at + 1; end < text.length && end - at <= limits.address; end++) {
    count(1);
    const character = text.charAt(end);
    if (character === "\\") end++;
    else if (character === "<" || character === "\n") return null;
    else if (character === ">") return { raw: text.slice(at + 1, end), end: end + 1 };
  }
  return null;
}

function plainAddress(text: string, at: number) {
  let depth = 0;
  let end = at;
  for (; end < text.length; end++) {
    count(1);
    const code = text.charCodeAt(end);
    if (code === 0x5c && isEscapable(text.charCodeAt(end + 1))) end++;
    else if (code <= 0x20 || code === 0x7f) break;
    else if (code === 0x28 && ++depth > deepest) return null;
    else if (code === 0x29 && --depth < 0) break;
    if (end - at > limits.address) return null;
  }
  return depth > 0 ? null : { raw: text.slice(at, end), end };
}

/** Where a title that begins at `at` ends; `at` when there is none. */
function titleEnd(text: string, at: number): number {
  const closing = { '"': '"', "'": "'", "(": ")" }[text.charAt(at)];
  if (!closing) return at;
  for (let end = at + 1; end < text.length && end - at <= limits.title; end++) {
    count(1);
    const character = text.charAt(end);
    if (character === "\\") end++;
    else if (character === closing) return end + 1;
  }
  return at;
}

function skipBlanks(text: string, at: number): number {
  let end = at;
  while (end < text.length && end - at <= limits.title && " \t\n".includes(text.charAt(end))) end++;
  count(end - at + 1);
  return end;
}

/** Without the backslashes and entities of its source. */
export const cleaned = (raw: string): string => decodeEntities(raw.replace(/\\([!-/:-@[-`{-~])/g, "$1"));
