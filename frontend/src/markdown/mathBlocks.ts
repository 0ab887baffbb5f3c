import { environmentIn } from "./environments";
import type { Line } from "./line";
import { count } from "./work";

/** Finds the end of a formula that is a block of its own, line by line. */
export interface MathEnd {
  /** Behind the opening mark; an environment has none. */
  readonly mark: string;
  /** Where the formula ends in `text` (before its closing mark) and where the text goes on. */
  find(text: string, from: number): { end: number; after: number } | null;
}

/** The formula that begins with this line; null when it also ends in it and text follows, since that is one inside a line. */
export function mathIn(line: Line): MathEnd | null {
  const end = endOf(line);
  if (!end) return null;
  const found = newEnd(line).find(line.text, line.next + end.mark.length);
  return found && line.text.slice(found.after).trim() !== "" ? null : end;
}

function endOf(line: Line): MathEnd | null {
  const first = line.first;
  if (first !== "$" && first !== "\\") return null;
  const mark = line.text.slice(line.next, line.next + 2);
  if (mark === "$$" || mark === "\\[" || environmentIn(line.trimmed)) return newEnd(line);
  return null;
}

function newEnd(line: Line): MathEnd {
  const mark = line.text.slice(line.next, line.next + 2);
  if (mark === "$$") return new Closing("$$", "$$");
  if (mark === "\\[") return new Closing("\\[", "\\]");
  return new Environment(environmentIn(line.trimmed) ?? "");
}

class Closing implements MathEnd {
  constructor(
    readonly mark: string,
    private readonly closing: string,
  ) {}

  find(text: string, from: number) {
    count(text.length - from);
    const end = text.indexOf(this.closing, from);
    return end < 0 ? null : { end, after: end + this.closing.length };
  }
}

/** Ends with the `\end` of its name; one of the same name may stand inside it. */
class Environment implements MathEnd {
  readonly mark = "";
  private depth = 0;

  constructor(private readonly name: string) {}

  find(text: string, from: number) {
    count(text.length - from);
    const opening = `\\begin{${this.name}}`;
    const closing = `\\end{${this.name}}`;
    for (let at = text.indexOf("\\", from); at >= 0; at = text.indexOf("\\", at + 1)) {
      if (text.startsWith(opening, at)) this.depth++;
      else if (text.startsWith(closing, at) && --this.depth <= 0) return { end: at + closing.length, after: at + closing.length };
    }
    return null;
  }
}
