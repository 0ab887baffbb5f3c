import { bareAddress } from "./bareAddress";
import { type Cell, Cells } from "./cells";
import { characterAt, characterBefore, isEscapable } from "./characters";
import { CodeSpans, spanText } from "./codeSpans";
import { Delimiters, flanks, type Delimiter } from "./emphasis";
import { tagEnd } from "./htmlTag";
import { InlineMath } from "./inlineMath";
import { limits } from "./limits";
import { labelAt, linkTail, normalLabel } from "./linkTail";
import type { Inline } from "./nodes";
import { decodeEntities, safeAddress } from "./safeText";
import { count } from "./work";

/** Where a label leads, already in its normal form; null when the text does not say. A footnote's begins with `^`. */
export type Lookup = (label: string) => string | null;

interface Bracket {
  cell: Cell;
  isImage: boolean;
  /** Where its text begins. */
  at: number;
  before: Delimiter | null;
  /** Another bracket has begun in it, so that its text is no label. */
  hasInner: boolean;
}

const plainRun = /[^\\`*_~[\]!<&$\nA-Za-z0-9]+/y;
const wordRun = /[A-Za-z0-9]+/y;

/** Reads the text of one leaf from left to right, as CommonMark describes it, in time that grows with its length alone. */
export class InlineParser {
  private at = 0;
  private readonly cells = new Cells();
  private readonly delimiters = new Delimiters(this.cells);
  private readonly spans: CodeSpans;
  private readonly math: InlineMath;
  private brackets: Bracket[] = [];
  /** So many brackets from the outside stand around a link, and cannot be links themselves. */
  private inactive = 0;

  constructor(
    private readonly text: string,
    private readonly lookup: Lookup,
  ) {
    this.spans = new CodeSpans(text);
    this.math = new InlineMath(text);
  }

  /** What the text holds, and in how many pieces; its source alone when they stand too deep inside each other. */
  read(): { inlines: Inline[]; total: number } {
    while (this.at < this.text.length) this.step();
    this.delimiters.pair(null);
    const inlines = this.cells.all();
    if (this.cells.deepest <= limits.inlineDepth) return { inlines, total: this.cells.total };
    return { inlines: [{ type: "text", text: this.text }], total: 1 };
  }

  private step(): void {
    const from = this.at;
    switch (this.text.charAt(from)) {
      case "\\":
        return this.backslash();
      case "`":
        return this.codeSpan();
      case "*":
      case "_":
      case "~":
        return this.marks();
      case "[":
        return this.openBracket(false);
      case "!":
        return this.text.charAt(from + 1) === "[" ? this.openBracket(true) : this.plain(1);
      case "]":
        return this.closeBracket();
      case "<":
        return this.angle();
      case "&":
        return this.entity();
      case "$": {
        const formula = this.math.at(from);
        return formula ? this.piece(formula, formula.source.length) : this.plain(this.text.startsWith("$$", from) ? 2 : 1);
      }
      case "\n":
        return this.lineEnd();
      default:
        return this.words();
    }
  }

  private piece(value: Inline, length: number, depth = 0): void {
    count(1);
    this.cells.add(value, depth);
    this.at += length;
  }

  private plain(length: number, text = this.text.slice(this.at, this.at + length)): void {
    count(length);
    this.piece({ type: "text", text }, length);
  }

  private words(): void {
    const before = this.text.charAt(this.at - 1);
    const rule = /[A-Za-z0-9]/.test(this.text.charAt(this.at)) ? wordRun : plainRun;
    if (rule === wordRun && !/[A-Za-z0-9.+@-]/.test(before)) {
      const address = bareAddress(this.text, this.at);
      if (address && safeAddress(address.href)) {
        const text = this.text.slice(this.at, this.at + address.length);
        this.piece({ type: "link", href: address.href, isBare: true, children: [{ type: "text", text }] }, address.length);
        return;
      }
    }
    rule.lastIndex = this.at;
    this.plain(rule.exec(this.text)?.[0]?.length ?? 1);
  }

  private backslash(): void {
    const formula = this.math.at(this.at);
    if (formula) return this.piece(formula, formula.source.length);
    const next = this.text.charCodeAt(this.at + 1);
    if (next === 0x0a) return this.piece({ type: "break" }, 2);
    if (isEscapable(next)) return this.plain(2, this.text.charAt(this.at + 1));
    this.plain(1);
  }

  private codeSpan(): void {
    const length = this.run();
    const end = this.spans.next(length, this.at + length);
    if (end < 0) return this.plain(length);
    this.piece({ type: "code", text: spanText(this.text.slice(this.at + length, end)) }, end + length - this.at);
  }

  private marks(): void {
    const marker = this.text.charAt(this.at);
    const length = this.run();
    // Two on each side strike out; one is a range (`3~5`), three are a fence.
    if (marker === "~" && length !== 2) return this.plain(length);
    const may = flanks(marker, characterBefore(this.text, this.at), characterAt(this.text, this.at + length));
    if (!may.canOpen && !may.canClose) return this.plain(length);
    this.delimiters.add(marker, length, may);
    this.at += length;
  }

  private openBracket(isImage: boolean): void {
    const footnote = isImage ? null : this.footnote();
    if (footnote) return this.piece({ type: "footnote", label: footnote }, footnote.length + 3);
    const top = this.brackets[this.brackets.length - 1];
    if (top) top.hasInner = true;
    const length = isImage ? 2 : 1;
    const cell = this.cells.add({ type: "text", text: isImage ? "![" : "[" });
    this.at += length;
    this.brackets.push({ cell, isImage, at: this.at, before: this.delimiters.last, hasInner: false });
  }

  private footnote(): string | null {
    if (this.text.charAt(this.at + 1) !== "^") return null;
    const found = /^\[\^([^\s[\]]{1,100})\]/.exec(this.text.slice(this.at, this.at + limits.footnoteLabel + 3))?.[1];
    return found && this.lookup(`^${normalLabel(found)}`) !== null ? found : null;
  }

  private closeBracket(): void {
    const bracket = this.brackets.pop();
    const isInactive = this.brackets.length < this.inactive;
    this.inactive = Math.min(this.inactive, this.brackets.length);
    const target = bracket && !(isInactive && !bracket.isImage) ? this.target(bracket) : null;
    if (!bracket || !target) return this.plain(1);
    this.delimiters.pair(bracket.before);
    const { href } = target;
    const type = bracket.isImage ? "image" : "link";
    this.cells.wrap(bracket.cell, null, (children) => (type === "link" ? { type, href, isBare: false, children } : { type, href, children }));
    this.cells.remove(bracket.cell);
    if (!bracket.isImage) this.inactive = this.brackets.length;
    this.at = target.end;
  }

  /** Where the bracket that ends here leads, and where the text goes on. */
  private target(bracket: Bracket): { href: string; end: number } | null {
    const after = this.at + 1;
    const tail = linkTail(this.text, after);
    if (tail) return tail;
    const label = labelAt(this.text, after);
    if (label && label.label.trim() !== "") return this.defined(label.label, label.end);
    if (bracket.hasInner || this.at - bracket.at > limits.label) return null;
    return this.defined(this.text.slice(bracket.at, this.at), label?.end ?? after);
  }

  private defined(label: string, end: number): { href: string; end: number } | null {
    count(label.length);
    const normal = normalLabel(label);
    const href = normal === "" || normal.startsWith("^") ? null : this.lookup(normal);
    return href === null ? null : { href, end };
  }

  private angle(): void {
    const rest = this.text.slice(this.at, this.at + limits.address);
    const address = /^<((?:https?:\/\/|mailto:)[^\s<>]+)>/i.exec(rest)?.[1] ?? null;
    count(address?.length ?? 1);
    if (address && safeAddress(address)) {
      return this.piece({ type: "link", href: address, isBare: true, children: [{ type: "text", text: address }] }, address.length + 2);
    }
    const end = tagEnd(this.text, this.at);
    if (end < 0) return this.plain(1);
    const tag = this.text.slice(this.at, end);
    if (/^<br\s*\/?>$/i.test(tag)) return this.piece({ type: "break" }, tag.length);
    this.plain(tag.length);
  }

  private entity(): void {
    const found = /^&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});/.exec(this.text.slice(this.at, this.at + 12))?.[0];
    if (!found) return this.plain(1);
    this.plain(found.length, decodeEntities(found));
  }

  /** Two blanks before it make a break; blanks around it are not kept. */
  private lineEnd(): void {
    let blanks = 0;
    while (this.text.charAt(this.at - 1 - blanks) === " ") blanks++;
    count(blanks + 1);
    const last = this.cells.last;
    if (blanks > 0 && last?.value.type === "text") last.value = { type: "text", text: last.value.text.trimEnd() };
    this.piece(blanks > 1 ? { type: "break" } : { type: "text", text: "\n" }, 1);
  }

  private run(): number {
    const marker = this.text.charAt(this.at);
    let end = this.at;
    while (this.text.charAt(end) === marker) end++;
    count(end - this.at);
    return end - this.at;
  }
}
