import { count } from "./work";

/** One line of a text, read from left to right. Indentation counts in columns: a tab reaches to the next multiple of four. */
export class Line {
  at = 0;
  private column = 0;
  /** Columns of a tab that was taken only in part. */
  private pending = 0;
  /** Where the first character stands that is no blank, and how far it is indented from here. */
  next = 0;
  indent = 0;
  /** Where the part of the line begins that belongs to another block than what stands before it. */
  partStart = 0;

  constructor(
    readonly text: string,
    /** What ends it beside the line feed: a carriage return, which code keeps. */
    readonly ending: string,
  ) {
    this.look();
  }

  get isBlank(): boolean {
    return this.next >= this.text.length;
  }

  /** The first character that is no blank; "" on a blank line. */
  get first(): string {
    return this.text.charAt(this.next);
  }

  /** All from the first character on that is no blank. */
  get trimmed(): string {
    return this.text.slice(this.next);
  }

  /** What has not been taken, with the columns that are left of a tab as spaces. */
  get rest(): string {
    return this.pending > 0 ? " ".repeat(this.pending) + this.text.slice(this.at + 1) : this.text.slice(this.at);
  }

  /** Takes at most so many columns of blanks. */
  takeColumns(columns: number): void {
    let left = columns;
    while (left > 0 && this.at < this.text.length) {
      const character = this.text.charAt(this.at);
      if (character === " ") {
        this.at++;
        this.column++;
        left--;
      } else if (character === "\t") {
        const width = this.pending || 4 - (this.column % 4);
        const taken = Math.min(width, left);
        this.column += taken;
        left -= taken;
        this.pending = width - taken;
        if (this.pending === 0) this.at++;
      } else break;
    }
    this.look();
  }

  /** Takes the blanks and so many characters after them. */
  takeMarker(length: number): void {
    this.takeColumns(this.indent);
    this.at += length;
    this.column += length;
    this.pending = 0;
    this.look();
  }

  /** Goes on at `at`, which stands behind everything taken so far. */
  skipTo(at: number): void {
    this.column += at - this.at;
    this.at = at;
    this.partStart = at;
    this.pending = 0;
    this.look();
  }

  private look(): void {
    let column = this.column + this.pending;
    let at = this.pending > 0 ? this.at + 1 : this.at;
    for (; at < this.text.length; at++) {
      const character = this.text.charAt(at);
      if (character === " ") column++;
      else if (character === "\t") column += 4 - (column % 4);
      else break;
    }
    count(at - this.at + 1);
    this.next = at;
    this.indent = column - this.column;
  }
}
