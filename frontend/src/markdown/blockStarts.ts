import { limits } from "./limits";
import type { Line } from "./line";
import { isSafe } from "./safeText";
import { count } from "./work";

/** How blocks begin. Each takes a line that is indented by three columns at most, and none of them changes it. */

export interface Fence {
  marker: string;
  length: number;
  info: string;
}

export function fenceIn(line: Line): Fence | null {
  const marker = line.first;
  if (marker !== "`" && marker !== "~") return null;
  const length = runLength(line.text, line.next);
  if (length < 3) return null;
  const info = line.text.slice(line.next + length);
  count(info.length);
  return marker === "`" && info.includes("`") ? null : { marker, length, info: info.trim() };
}

export function closesFence(line: Line, fence: Fence): boolean {
  if (line.indent > 3 || line.first !== fence.marker) return false;
  const length = runLength(line.text, line.next);
  return length >= fence.length && line.text.slice(line.next + length).trim() === "";
}

export function headingIn(line: Line): { depth: number; text: string } | null {
  if (line.first !== "#") return null;
  const depth = runLength(line.text, line.next);
  const after = line.text.charAt(line.next + depth);
  if (depth > 6 || (after !== "" && after !== " " && after !== "\t")) return null;
  const text = line.text.slice(line.next + depth).trim();
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === "#") end--;
  count(text.length);
  // Closing marks count only behind a blank.
  const isClosed = end === 0 || /[ \t]/.test(text.charAt(end - 1));
  return { depth, text: isClosed ? text.slice(0, end).trim() : text };
}

/** Three or more of one of `*`, `-`, `_`, and blanks. */
export function isRule(line: Line): boolean {
  const marker = line.first;
  if (marker !== "*" && marker !== "-" && marker !== "_") return false;
  let marks = 0;
  for (let at = line.next; at < line.text.length; at++) {
    count(1);
    const character = line.text.charAt(at);
    if (character === marker) marks++;
    else if (character !== " " && character !== "\t") return false;
  }
  return marks >= 3;
}

/** What an underline makes of the line above it: a heading of depth 1 or 2. */
export function underlineIn(line: Line): number | null {
  const marker = line.first;
  if (marker !== "=" && marker !== "-") return null;
  const end = line.next + runLength(line.text, line.next);
  return line.text.slice(end).trim() === "" ? (marker === "=" ? 1 : 2) : null;
}

export interface Marker {
  text: string;
  isOrdered: boolean;
  start: number;
}

export function markerIn(line: Line): Marker | null {
  const found = /^(?:[*+-]|(\d{1,9})[.)])(?=[ \t]|$)/.exec(line.text.slice(line.next, line.next + 12));
  if (!found) return null;
  const text = found[0] ?? "";
  // The slice may have cut what follows the marker.
  const after = line.text.charAt(line.next + text.length);
  if (after !== "" && after !== " " && after !== "\t") return null;
  return { text, isOrdered: found[1] !== undefined, start: Number(found[1] ?? 1) };
}

const htmlBlock = new RegExp(
  "^<(?:!--|\\?|![a-z]|/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|" +
    "dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|" +
    "noframes|ol|optgroup|option|p|param|pre|script|search|section|style|summary|table|tbody|td|textarea|tfoot|th|thead|title|tr|track|" +
    "ul|svg)(?:[\\s/>]|$))",
  "i",
);

/** Markup is shown, never used; as a block it keeps its lines. */
export function isHtml(line: Line): boolean {
  return line.first === "<" && htmlBlock.test(line.text.slice(line.next, line.next + 20));
}

export function footnoteIn(line: Line): { label: string; length: number } | null {
  if (line.first !== "[") return null;
  const found = /^\[\^([^\s[\]]{1,100})\]:/.exec(line.text.slice(line.next, line.next + limits.footnoteLabel + 5));
  return found ? { label: found[1] ?? "", length: (found[0] ?? "").length } : null;
}

/** `[label]: address "title"` on one line. What leads nowhere safe is no definition, so that it stays readable. */
export function definitionIn(line: Line): { label: string; href: string } | null {
  if (line.first !== "[") return null;
  const found = /^\[([^[\]]{1,999})\]:[ \t]*/.exec(line.text.slice(line.next, line.next + limits.label + 100));
  if (!found || found[1]?.trim() === "" || found[1]?.startsWith("^")) return null;
  const rest = line.text.slice(line.next + (found[0] ?? "").length).trim();
  count(rest.length);
  const end = rest.search(/[ \t]/);
  const address = end < 0 ? rest : rest.slice(0, end);
  const title = end < 0 ? "" : rest.slice(end).trim();
  if (title && !/^(?:"[^"]*"|'[^']*'|\([^()]*\))$/.test(title)) return null;
  const href = /^<.*>$/.test(address) ? address.slice(1, -1) : address;
  return isSafe(href) ? { label: found[1] ?? "", href } : null;
}

export function runLength(text: string, at: number): number {
  const marker = text.charAt(at);
  let end = at + 1;
  while (end < text.length && text.charAt(end) === marker) end++;
  count(end - at);
  return end - at;
}
