import type { Cell, Cells } from "./cells";
import { isBlank, isDigit, isPunctuation, isWide, isWord } from "./characters";
import type { Inline } from "./nodes";
import { count } from "./work";

/** A run of `*`, `_` or `~~` that may begin or end emphasis. */
export interface Delimiter {
  readonly marker: string;
  /** How many marks are left, and how many it had. */
  readonly run: { marker: string; length: number };
  readonly whole: number;
  readonly order: number;
  canOpen: boolean;
  canClose: boolean;
  cell: Cell;
  previous: Delimiter | null;
  next: Delimiter | null;
}

/**
 * May a run of `marker` between these two characters begin or end emphasis? As in CommonMark, but Chinese, Japanese and Korean
 * stand without blanks: beside their characters punctuation does not hinder, and theirs hinders nowhere (`**注意：**请`).
 * An asterisk beside a digit amid a word is a product (`2*3*4`, `x**2`).
 */
export function flanks(marker: string, before: string, after: string): { canOpen: boolean; canClose: boolean } {
  const hindersBefore = isPunctuation(before) && !isWide(before);
  const hindersAfter = isPunctuation(after) && !isWide(after);
  const isLeft = !isBlank(after) && (!hindersAfter || isBlank(before) || hindersBefore || isWide(before));
  const isRight = !isBlank(before) && (!hindersBefore || isBlank(after) || hindersAfter || isWide(after));
  if (marker === "_") {
    return { canOpen: isLeft && (!isRight || isPunctuation(before)), canClose: isRight && (!isLeft || isPunctuation(after)) };
  }
  const isAmid = isWord(before) && !isWide(before) && isWord(after) && !isWide(after);
  const isProduct = marker === "*" && isAmid && (isDigit(before) || isDigit(after));
  return { canOpen: isLeft && !isProduct, canClose: isRight && !(isProduct && isDigit(before) && isDigit(after)) };
}

/** The delimiters of one leaf that were not yet used, in order. */
export class Delimiters {
  last: Delimiter | null = null;
  private count = 0;

  constructor(private readonly cells: Cells) {}

  add(marker: string, length: number, may: { canOpen: boolean; canClose: boolean }): void {
    const cell = this.cells.add({ type: "text", text: "" });
    const run = { marker, length };
    cell.run = run;
    const delimiter: Delimiter = { marker, run, whole: length, order: this.count++, cell, ...may, previous: this.last, next: null };
    if (this.last) this.last.next = delimiter;
    this.last = delimiter;
  }

  /** Makes emphasis of all pairs behind `bottom`, and forgets those delimiters. */
  pair(bottom: Delimiter | null): void {
    // Below these no opener fits a closer of that kind, so that none is looked for twice.
    const floors = new Map<string, number>();
    let closer = this.firstBehind(bottom);
    while (closer) {
      count(1);
      if (!closer.canClose) {
        closer = closer.next;
        continue;
      }
      const kind = `${closer.marker}${closer.canOpen}${closer.whole % 3}`;
      const opener = openerFor(closer, floors.get(kind) ?? bottom?.order ?? -1);
      if (opener) closer = this.join(opener, closer);
      else {
        floors.set(kind, closer.previous?.order ?? -1);
        const { next } = closer;
        if (!closer.canOpen) this.remove(closer);
        closer = next;
      }
    }
    this.last = bottom;
    if (bottom) bottom.next = null;
  }

  private firstBehind(bottom: Delimiter | null): Delimiter | null {
    if (bottom) return bottom.next;
    let first = this.last;
    while (first?.previous) {
      count(1);
      first = first.previous;
    }
    return first;
  }

  /** Emphasis from `opener` to `closer`; returns the next that may close. */
  private join(opener: Delimiter, closer: Delimiter): Delimiter | null {
    const used = closer.marker === "~" ? 2 : Math.min(opener.run.length, closer.run.length, 2);
    const type = closer.marker === "~" ? "del" : used === 2 ? "strong" : "em";
    this.cells.wrap(opener.cell, closer.cell, (children): Inline => ({ type, children }));
    // What stands between them found no partner.
    opener.next = closer;
    closer.previous = opener;
    this.shorten(opener, used);
    const { next } = closer;
    return this.shorten(closer, used) ? closer : next;
  }

  /** Takes the used marks away; returns whether some are left. */
  private shorten(delimiter: Delimiter, used: number): boolean {
    delimiter.run.length -= used;
    if (delimiter.run.length > 0) return true;
    this.cells.remove(delimiter.cell);
    this.remove(delimiter);
    return false;
  }

  private remove(delimiter: Delimiter): void {
    if (delimiter.previous) delimiter.previous.next = delimiter.next;
    if (delimiter.next) delimiter.next.previous = delimiter.previous;
    else this.last = delimiter.previous;
  }
}

/** The nearest run behind `floor` that fits. */
function openerFor(closer: Delimiter, floor: number): Delimiter | null {
  for (let opener = closer.previous; opener && opener.order > floor; opener = opener.previous) {
    count(1);
    if (opener.marker !== closer.marker || !opener.canOpen) continue;
    // CommonMark's rule of three: of runs that may both open and close, those whose lengths add up to a multiple of 3 do not fit.
    const isOdd = (closer.canOpen || opener.canClose) && (opener.whole + closer.whole) % 3 === 0;
    if (!isOdd || (opener.whole % 3 === 0 && closer.whole % 3 === 0)) return opener;
  }
  return null;
}
