import { count } from "./work";

/** Finds the ends of code spans: all runs of backticks are listed once, by their length. */
export class CodeSpans {
  private runs: Map<number, number[]> | null = null;
  private readonly passed = new Map<number, number>();

  constructor(private readonly text: string) {}

  /** Where the next run of exactly `length` backticks from `from` on stands; -1 when there is none. */
  next(length: number, from: number): number {
    this.runs ??= this.list();
    const places = this.runs.get(length) ?? [];
    let index = this.passed.get(length) ?? 0;
    while (index < places.length && (places[index] ?? 0) < from) {
      count(1);
      index++;
    }
    this.passed.set(length, index);
    return places[index] ?? -1;
  }

  private list(): Map<number, number[]> {
    const runs = new Map<number, number[]>();
    count(this.text.length);
    for (let at = this.text.indexOf("`"); at >= 0; ) {
      let end = at;
      while (this.text.charAt(end) === "`") end++;
      const places = runs.get(end - at);
      if (places) places.push(at);
      else runs.set(end - at, [at]);
      at = this.text.indexOf("`", end);
    }
    return runs;
  }
}

/** The text of a code span: lines are joined, and one blank goes at each side when both have one. */
export function spanText(raw: string): string {
  const text = raw.replace(/\n/g, " ");
  return text.length > 2 && text.startsWith(" ") && text.endsWith(" ") && text.trim() !== "" ? text.slice(1, -1) : text;
}
