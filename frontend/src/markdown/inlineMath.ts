import type { Formula } from "./nodes";
import { count } from "./work";

/** Finds formulas inside a line; what has no end is looked for once. */
export class InlineMath {
  /** Where each closing mark stands next; -1 when there is none any more. */
  private readonly closings = new Map<string, number>();

  constructor(private readonly text: string) {}

  /** The formula that begins at `at`, with a dollar or a backslash. */
  at(at: number): Formula | null {
    const mark = this.text.slice(at, at + 2);
    if (mark === "$$") return this.between(at, "$$", true);
    if (mark === "\\[") return this.between(at, "\\]", true);
    if (mark === "\\(") return this.between(at, "\\)", false);
    return mark.startsWith("$") ? this.single(at) : null;
  }

  private between(at: number, closing: string, isBlock: boolean): Formula | null {
    const end = this.next(closing, at + 2);
    const first = this.text.charAt(at + 2);
    if (end <= at + 2 || (closing === "$$" && (first === "$" || first === "\n"))) return null;
    return this.formula(at, 2, end, isBlock);
  }

  /** A price such as $5 is no formula: the dollar stands before no blank or digit and after no blank. */
  private single(at: number): Formula | null {
    if (/[\s\d$]/.test(this.text.charAt(at + 1))) return null;
    for (let end = at + 1; end < this.text.length; end++) {
      count(1);
      const character = this.text.charAt(end);
      if (character === "\n") return null;
      if (character === "\\") end++;
      else if (character === "$") {
        const isEnd = !/\s/.test(this.text.charAt(end - 1)) && !/\d/.test(this.text.charAt(end + 1));
        return isEnd ? this.formula(at, 1, end, false) : null;
      }
    }
    return null;
  }

  private formula(at: number, mark: number, end: number, isBlock: boolean): Formula {
    const source = this.text.slice(at, end + mark);
    return { type: "math", source, tex: this.text.slice(at + mark, end).trim(), isBlock, isOpen: false };
  }

  private next(closing: string, from: number): number {
    const known = this.closings.get(closing);
    if (known !== undefined && (known < 0 || known >= from)) return known;
    const found = this.text.indexOf(closing, from);
    count((found < 0 ? this.text.length : found) - from + 1);
    this.closings.set(closing, found);
    return found;
  }
}
