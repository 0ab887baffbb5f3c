import {
  definitionIn, fenceIn, footnoteIn, headingIn, isHtml, isRule, type Marker, markerIn, underlineIn,
} from "./blockStarts";
import { type Container, holds, newList, setTask, takeItem, takeQuote } from "./containers";
import { type Leaf, OpenFence, OpenHtml, OpenIndented, OpenMath, OpenParagraph } from "./leaves";
import { limits } from "./limits";
import { Line } from "./line";
import { mathIn } from "./mathBlocks";
import { type Block, type Item, leafOf, type Table } from "./nodes";
import { addRow, tableIn } from "./tables";
import { count } from "./work";

/** A block at the top level and where its source begins. */
export interface Part {
  start: number;
  block: Block;
  /** It has more containers inside each other than are drawn. */
  isTooDeep: boolean;
}

/** Where a label of the text leads; a footnote's begins with `^`. `end` is where its first line ends. */
export interface Definition {
  label: string;
  href: string;
  start: number;
  end: number;
}

/**
 * Reads a text line by line into blocks, as CommonMark describes it (with GitHub's tables and task lists, footnotes and formulas):
 * a line first finds the open containers in which it stands, then opens new ones, and what is left of it goes to a leaf.
 * A block at the top level never changes once the next has begun with a whole line, hence a growing text can keep it.
 */
export class BlockParser {
  readonly parts: Part[] = [];
  readonly definitions: Definition[] = [];
  private readonly root: Block[] = [];
  private stack: Container[] = [{ kind: "document", children: this.root, quotes: 0, depth: 0, indent: 0 }];
  private leaf: Leaf | null = null;
  private paragraph: OpenParagraph | null = null;
  private table: Table | null = null;
  /** Where the current line begins in the text, and the last of the open paragraph. */
  private lineStart = 0;
  private lineEnd = 0;
  private lastStart = 0;
  /** The quotes around the blank line before this one; null when there was none. */
  private blankIn: number | null = null;

  /** The blocks of `text` from `from` on, which is the start of a block. */
  read(text: string, from: number): readonly Part[] {
    for (let at = from; at < text.length; ) {
      const found = text.indexOf("\n", at);
      const end = found < 0 ? text.length : found;
      const hasReturn = end > at && text.charAt(end - 1) === "\r";
      this.lineStart = at;
      this.lineEnd = end;
      this.take(new Line(text.slice(at, hasReturn ? end - 1 : end), hasReturn ? "\r" : ""));
      count(end - at + 1);
      at = end + 1;
    }
    this.closeTo(1);
    return this.parts;
  }

  private take(line: Line): void {
    let matched = 0;
    let quotes = 0;
    for (; matched < this.stack.length; matched++) {
      const container = this.stack[matched] as Container;
      if (!holds(container, line)) break;
      quotes = container.quotes;
    }
    const isInside = matched === this.stack.length;
    const { isBlank } = line;
    if (!isInside || !this.leafTakes(line)) this.open(line, matched, isInside);
    else if (!(this.leaf instanceof OpenIndented)) quotes = -1;
    this.blankIn = isBlank ? quotes : null;
  }

  /** Did the open leaf take the line? */
  private leafTakes(line: Line): boolean {
    if (this.table) {
      if (line.isBlank || this.interruptsTable(line)) this.closeLeaf();
      else addRow(this.table, line.trimmed);
      return this.table !== null;
    }
    if (!this.leaf) return false;
    const verdict = this.leaf.take(line);
    if (verdict !== "taken") this.closeLeaf();
    return verdict !== "rest";
  }

  /** Opens what begins in the line; the rest of it becomes text. `matched` containers hold it. */
  private open(line: Line, matched: number, isInside: boolean): void {
    let isOpened = false;
    const begin = () => {
      if (!isOpened) this.closeTo(matched);
      isOpened = true;
    };
    while (!line.isBlank) {
      const above = isOpened ? null : this.paragraph;
      const here = isInside ? above : null;
      if (line.indent > 3) {
        if (above) break;
        begin();
        this.startLeaf(new OpenIndented(), line);
        return;
      }
      if (this.hasRoom(isOpened ? this.top : this.stack[matched - 1]) && this.openContainer(line, here, begin)) continue;
      if (this.openLeaf(line, here, above, begin)) return;
      break;
    }
    if (!isOpened && this.paragraph && !line.isBlank) {
      // Text goes on in the paragraph above, even without the marks of its containers.
      this.lastStart = this.lineStart;
      this.paragraph.lines.push(line.trimmed);
      return;
    }
    begin();
    if (!line.isBlank) this.startParagraph(line);
  }

  private openContainer(line: Line, here: OpenParagraph | null, begin: () => void): boolean {
    if (line.first === ">") {
      begin();
      takeQuote(line);
      const children: Block[] = [];
      this.add({ type: "quote", children }, line);
      this.push("quote", children, 0);
      return true;
    }
    const footnote = footnoteIn(line);
    if (footnote) {
      begin();
      line.takeMarker(footnote.length);
      this.define(`^${footnote.label}`, "");
      const children: Block[] = [];
      this.add({ type: "footnoteText", label: footnote.label, children }, line);
      this.push("footnote", children, 4);
      line.takeColumns(line.indent);
      return true;
    }
    const marker = isRule(line) ? null : markerIn(line);
    if (!marker || (here && !mayInterrupt(marker, line))) return false;
    begin();
    this.openItem(marker, line);
    return true;
  }

  private openItem(marker: Marker, line: Line): void {
    const kind = marker.text.slice(-1);
    const top = this.top;
    if (top.kind === "list" && top.marker !== kind) this.stack.pop();
    if (this.top.kind !== "list") {
      const list = newList(marker);
      this.add(list, line);
      this.push("list", [], 0);
      this.top.list = list;
      this.top.marker = kind;
    }
    const list = this.top.list;
    if (!list) return;
    if (list.items.length > 0 && this.blankIn === this.top.quotes) list.isLoose = true;
    const item: Item = { task: null, children: [] };
    list.items.push(item);
    this.push("item", item.children, takeItem(line, marker));
    this.top.list = list;
    this.top.item = item;
  }

  /** Opens a leaf, or a block of this line alone. `here` is the open paragraph in which the line stands, `above` also one around it. */
  private openLeaf(line: Line, here: OpenParagraph | null, above: OpenParagraph | null, begin: () => void): boolean {
    const depth = here?.lines.length === 1 ? underlineIn(line) : null;
    if (here && depth !== null) {
      this.replaceParagraph({ type: "heading", depth, leaf: leafOf(here.lines[0]?.trim() ?? "") });
      return true;
    }
    const table = here && tableIn(here.lines[here.lines.length - 1] ?? "", line);
    if (table) {
      this.startTable(table, line);
      return true;
    }
    const block = this.blockOf(line, above !== null);
    const leaf = block ? null : leafOfLine(line);
    if (!block && !leaf) return false;
    begin();
    if (block) this.add(block, line);
    if (leaf) this.startLeaf(leaf, line);
    return true;
  }

  private blockOf(line: Line, isInParagraph: boolean): Block | null {
    const heading = headingIn(line);
    if (heading) return { type: "heading", depth: heading.depth, leaf: leafOf(heading.text) };
    if (isRule(line)) return { type: "rule" };
    const definition = isInParagraph ? null : definitionIn(line);
    if (!definition) return null;
    this.define(definition.label, definition.href);
    return { type: "definition", ...definition };
  }

  private interruptsTable(line: Line): boolean {
    if (line.indent > 3) return false;
    return line.first === ">" || headingIn(line) !== null || isRule(line) || markerIn(line) !== null || leafOfLine(line) !== null;
  }

  private startLeaf(leaf: Leaf, line: Line): void {
    this.reserve(line);
    this.leaf = leaf;
    if (!(leaf instanceof OpenFence)) this.leafTakes(line);
  }

  private startParagraph(line: Line): void {
    this.reserve(line);
    this.lastStart = this.lineStart;
    this.paragraph = new OpenParagraph();
    this.paragraph.lines.push(line.trimmed);
  }

  /** The last line of the open paragraph is the table's head. */
  private startTable(table: Table, line: Line): void {
    const paragraph = this.paragraph;
    paragraph?.lines.pop();
    if (paragraph && paragraph.lines.length > 0) {
      this.closeLeaf();
      this.add(table, line, this.lastStart);
    } else this.replaceParagraph(table);
    this.table = table;
  }

  private replaceParagraph(block: Block): void {
    this.paragraph = null;
    this.put(block);
  }

  private define(label: string, href: string): void {
    this.definitions.push({ label, href, start: this.lineStart, end: this.lineEnd });
  }

  // Where blocks stand

  private get top(): Container {
    return this.stack[this.stack.length - 1] as Container;
  }

  /** May a container begin in this one? Beyond the limit the whole block is shown as its source, whatever it holds. */
  private hasRoom(container: Container | undefined): boolean {
    if (!container || container.depth < limits.containers) return true;
    const part = this.parts[this.parts.length - 1];
    if (part) part.isTooDeep = true;
    return false;
  }

  private push(kind: Container["kind"], children: Block[], indent: number): void {
    const { quotes, depth } = this.top;
    this.stack.push({ kind, children, quotes: quotes + (kind === "quote" ? 1 : 0), depth: depth + (kind === "list" ? 0 : 1), indent });
  }

  private add(block: Block, line: Line, start?: number): void {
    this.reserve(line, start);
    this.put(block);
  }

  /** Makes the place for a block; what stands there until it is closed is never seen. */
  private reserve(line: Line, start?: number): void {
    if (this.top.kind === "list") this.stack.pop();
    const { kind, children, quotes, list } = this.top;
    if (kind === "item" && list && children.length > 0 && this.blankIn === quotes) list.isLoose = true;
    const block: Block = { type: "rule" };
    children.push(block);
    if (kind === "document") this.parts.push({ start: start ?? this.lineStart + line.partStart, block, isTooDeep: false });
  }

  private put(block: Block): void {
    const { kind, children } = this.top;
    children[children.length - 1] = block;
    const part = this.parts[this.parts.length - 1];
    if (kind === "document" && part) part.block = block;
  }

  private closeLeaf(): void {
    if (this.paragraph) this.put(this.paragraph.close());
    if (this.leaf) this.put(this.leaf.close());
    this.paragraph = null;
    this.leaf = null;
    this.table = null;
  }

  private closeTo(depth: number): void {
    this.closeLeaf();
    while (this.stack.length > depth) {
      const item = this.stack.pop()?.item;
      if (item) setTask(item);
    }
  }
}

/** An item begins amid a paragraph only with text, and a numbered one only with the first number. */
function mayInterrupt(marker: Marker, line: Line): boolean {
  const hasText = line.text.slice(line.next + marker.text.length).trim() !== "";
  return hasText && (!marker.isOrdered || marker.start === 1);
}

function leafOfLine(line: Line): Leaf | null {
  const fence = fenceIn(line);
  if (fence) return new OpenFence(fence, line.indent);
  if (isHtml(line)) return new OpenHtml();
  const math = mathIn(line);
  return math && new OpenMath(math);
}
