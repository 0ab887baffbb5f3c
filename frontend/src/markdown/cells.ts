import { formulaNodes } from "./limits";
import type { Inline } from "./nodes";
import { count } from "./work";

/** A piece of a line that is still being read; a list of them can be cut and joined anywhere at no cost. */
export interface Cell {
  value: Inline;
  /** How many pieces stand inside each other in it. */
  depth: number;
  /** So many of these marks, written out only at the end. */
  run: { marker: string; length: number } | null;
  previous: Cell | null;
  next: Cell | null;
}

/** The pieces of one leaf, in order. */
export class Cells {
  last: Cell | null = null;
  private first: Cell | null = null;
  deepest = 0;
  /** Pieces that will be drawn. */
  total = 0;

  add(value: Inline, depth = 0): Cell {
    const cell: Cell = { value, depth, run: null, previous: this.last, next: null };
    if (value.type === "math") this.total += formulaNodes(value.tex);
    if (this.last) this.last.next = cell;
    else this.first = cell;
    this.last = cell;
    this.deepest = Math.max(this.deepest, depth);
    return cell;
  }

  remove(cell: Cell): void {
    if (cell.previous) cell.previous.next = cell.next;
    else this.first = cell.next;
    if (cell.next) cell.next.previous = cell.previous;
    else this.last = cell.previous;
  }

  /** Puts what stands between `from` and `to` (to the end when null) into one piece. */
  wrap(from: Cell, to: Cell | null, make: (children: Inline[]) => Inline): void {
    const { values, depth } = this.gather(from.next, to);
    const cell: Cell = { value: make(values), depth: depth + 1, run: null, previous: from, next: to };
    this.deepest = Math.max(this.deepest, cell.depth);
    from.next = cell;
    if (to) to.previous = cell;
    else this.last = cell;
  }

  all(): Inline[] {
    return this.gather(this.first, null).values;
  }

  private gather(from: Cell | null, to: Cell | null) {
    const values: Inline[] = [];
    let depth = 0;
    let texts: string[] = [];
    const flush = () => {
      const text = texts.join("");
      if (text !== "") values.push({ type: "text", text });
      texts = [];
    };
    for (let cell = from; cell !== to && cell; cell = cell.next) {
      count(1);
      depth = Math.max(depth, cell.depth);
      if (cell.run) {
        count(cell.run.length);
        texts.push(cell.run.marker.repeat(cell.run.length));
      } else if (cell.value.type === "text") texts.push(cell.value.text);
      else {
        flush();
        values.push(cell.value);
      }
    }
    flush();
    this.total += values.length;
    return { values, depth };
  }
}
