import { BlockParser } from "./blockParser";
import type { Block } from "./nodes";

/** Longer last lines are text. */
const longestMark = 400;

/**
 * Last lines that may still become something else: the marks of a list, a task, a heading, a rule, an underline, a fence with its
 * language, a formula, a label.
 */
const undecided = new RegExp(
  String.raw`^(?=.)(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:${[
    String.raw`[-=*+_~\x60#$][-=*+_~\x60#$ \t]*`,
    String.raw`\d{1,9}[.)]?`,
    String.raw`\[[ xX]?\]?`,
    String.raw`(?:\x60{3,}|~{3,})[^\x60]*`,
    String.raw`\\\[?`,
    String.raw`\\b?e?g?i?n?(?:\{[^}]*\}?)?`,
    String.raw`\[[^\]]*(?:\](?::.*)?)?`,
  ].join("|")})?[ \t]*$`,
);
/** In code only its end is undecided. */
const closing = /^(?:`+|~+)[ \t]*$/;
/** The language of a fence, which has not come to its end. */
const opening = /^(?:`{3,}|~{3,})[^`]*$/;
/** A row under a table's head, as far as it is there. */
const underHead = /^[|:\- \t]*$/;

/** The beginning of a link, whose address is nothing to read. */
const openLink = /!?\[[^[\]\n]{0,200}(?:\](?:\([^()\n]{0,500})?)?$/;
const longestLink = 750;

/** How much of a growing text is drawn, and what is put behind it. */
export interface OpenEnd {
  end: number;
  closers: string;
}

/**
 * Leaves out an end that would be one thing now and another with the next words, and closes bold text and code that are open, so that
 * nothing that was drawn turns into something else. `from` is the start of a block.
 */
export function openEnd(text: string, from: number): OpenEnd {
  const last = lastBlock(new BlockParser().read(text, from).map((part) => part.block));
  const end = decidedEnd(text, last);
  const leaf = last && openLeaf(text, last);
  if (end < text.length || leaf === undefined) return { end, closers: "" };
  // Behind a blank line nothing goes on.
  if (/\n[ \t>]*\n[ \t>]*$/.test(text.slice(-longestMark))) return { end, closers: "" };
  const closersAt = (length: number) => closersOf(leaf.slice(0, Math.max(0, leaf.length - (text.length - length))));
  let drawn = withoutMarks(text, end);
  let closers = closersAt(drawn);
  if (!closers.startsWith("`")) {
    const line = text.slice(Math.max(0, drawn - longestLink), drawn);
    drawn = withoutMarks(text, drawn - line.length + line.replace(openLink, "").length);
    closers = closersAt(drawn);
  }
  if (!closers) return { end: drawn, closers };
  while (/\s/.test(text.charAt(drawn - 1))) drawn--;
  // Ticks that stand in the code would join those that close it.
  return { end: drawn, closers: closers.startsWith("`") && text.charAt(drawn - 1) === "`" ? ` ${closers}` : closers };
}

/** Where the text before `end` ends without stars and ticks, which open or close something, nobody knows. */
function withoutMarks(text: string, end: number): number {
  let at = end;
  while (text.charAt(at - 1) === "*" || text.charAt(at - 1) === "`") at--;
  return at;
}

/** The innermost block that the next words go to. */
function lastBlock(blocks: readonly Block[]): Block | undefined {
  const last = blocks[blocks.length - 1];
  if (last?.type === "quote" || last?.type === "footnoteText") return lastBlock(last.children) ?? last;
  if (last?.type === "list") return lastBlock(last.items[last.items.length - 1]?.children ?? []) ?? last;
  return last;
}

/** The text that is open in it, if there can be any. */
function openLeaf(text: string, block: Block): string | undefined {
  if (block.type === "paragraph" || block.type === "heading") return block.leaf.text;
  return block.type === "table" ? text.slice(Math.max(text.lastIndexOf("|"), text.lastIndexOf("\n")) + 1) : undefined;
}

function decidedEnd(text: string, last: Block | undefined): number {
  const start = text.lastIndexOf("\n") + 1;
  if (text.length - start > longestMark) return text.length;
  const line = withoutPrefix(text.slice(start));
  if (last?.type === "code") return closing.test(line) || (last.code === "" && opening.test(line)) ? start : text.length;
  if (undecided.test(line)) return start;
  if (last?.type === "table") return text.length;
  const before = start === 0 ? 0 : text.lastIndexOf("\n", start - 2) + 1;
  // Perhaps the head of a table, and what is there of the row under it.
  if (underHead.test(line) && start - before < longestMark && withoutPrefix(text.slice(before, start)).startsWith("|")) return before;
  return line.startsWith("|") ? start : text.length;
}

/** A line without the quotes and the blanks before it. */
function withoutPrefix(line: string): string {
  return line.replace(/^[ \t>]+/, "");
}

/** What closes the code and the emphasis that are open at the end of a leaf. */
function closersOf(text: string): string {
  const marks = /\\[^]|`+|\*+/g;
  let open: string[] = [];
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const found = mark[0] ?? "";
    if (found.startsWith("`")) {
      const end = endOfCode(text, marks.lastIndex, found.length);
      if (end === null) return found + open.join("");
      marks.lastIndex = end;
    } else if (found.startsWith("*")) {
      if (open.includes(found)) open = open.slice(open.indexOf(found) + 1);
      else if (opens(text, mark.index, found)) open.unshift(found);
    }
  }
  return open.join("");
}

/** Stars before a blank open nothing, and one inside a word is a sign of its own. */
function opens(text: string, at: number, stars: string): boolean {
  const isBeforeWord = /\S/.test(text.charAt(at + stars.length));
  return isBeforeWord && stars.length <= 3 && (stars.length > 1 || !/\w/.test(text.charAt(at - 1)));
}

/** Behind the next run of so many ticks. */
function endOfCode(text: string, from: number, length: number): number | null {
  const runs = /`+/g;
  runs.lastIndex = from;
  for (let run = runs.exec(text); run; run = runs.exec(text)) if (run[0]?.length === length) return runs.lastIndex;
  return null;
}
