import { BlockParser, type Definition, type Part } from "./blockParser";
import { InlineParser, type Lookup } from "./inlineParser";
import { codeNodes, formulaNodes, limits } from "./limits";
import { normalLabel } from "./linkTail";
import type { Block, Leaf } from "./nodes";
import { openEnd } from "./openEnd";

/** A block at the top level, as it is drawn. The same piece is never changed: what has to be read again becomes a new one. */
export interface Piece {
  readonly source: string;
  readonly block: Block;
  /** Where its labels lead; two pieces with the same source and links look the same. */
  readonly links: string;
}

interface Known {
  piece: Piece;
  part: Part;
  end: number;
  /** The labels that it asked for, defined or not. */
  labels: ReadonlySet<string>;
  nodes: number;
}

/**
 * A text that grows at its end, as pieces. What can no longer change is kept, with the same identity, and only the rest is read
 * again, so that a long answer costs as much per token as a short one. What it returns depends on the text alone.
 */
export class GrowingText {
  private text = "";
  /** The text with what closes its open end. */
  private closed = "";
  private isWhole = false;
  private settled: Known[] = [];
  /** Where the labels of settled pieces lead. */
  private links = new Map<string, string>();
  private openLinks = new Map<string, string>();
  /** The settled pieces that ask for a label. */
  private asking = new Map<string, number[]>();
  private pieces: readonly Piece[] = [];

  /** The pieces of a text to which more will come: as far as it is decided what they are. */
  readOpen(text: string): readonly Piece[] {
    if (!text.startsWith(this.text)) this.forget();
    const { end, closers } = openEnd(text, this.settledEnd);
    // What was drawn stays.
    return end < this.text.length ? this.pieces : this.read(text.slice(0, end), false, closers);
  }

  /** The pieces of `text`, which usually begins with the text of the last call; `isWhole` when nothing will follow. */
  read(text: string, isWhole: boolean, closers = ""): readonly Piece[] {
    const closed = text + closers;
    if (closed === this.closed && isWhole === this.isWhole) return this.pieces;
    if (!text.startsWith(this.text)) this.forget();
    this.text = text;
    this.closed = closed;
    this.isWhole = isWhole;
    const parser = new BlockParser();
    const parts = parser.read(closed, this.settledEnd);
    this.setOpenLinks(parser.definitions.filter((definition) => isWhole || definition.end < closed.length));
    const open = parts.map((part, index) => this.known(part, parts[index + 1]?.start ?? closed.length));
    this.pieces = drawn([...this.settled, ...open], closed);
    this.settle(open.slice(0, -2), parser.definitions);
    return this.pieces;
  }

  private get settledEnd(): number {
    return this.settled[this.settled.length - 1]?.end ?? 0;
  }

  private forget(): void {
    this.settled = [];
    this.links = new Map();
    this.openLinks = new Map();
    this.asking = new Map();
  }

  /** A line that still grows defines nothing yet. Pieces that ask for what has changed are read again. */
  private setOpenLinks(definitions: readonly Definition[]): void {
    const before = this.openLinks;
    this.openLinks = new Map();
    this.define(definitions, this.openLinks);
    const stale = new Set<number>();
    for (const label of new Set([...before.keys(), ...this.openLinks.keys()])) {
      if (before.get(label) !== this.lookup(label)) this.asking.get(label)?.forEach((index) => stale.add(index));
    }
    for (const index of stale) {
      const known = this.settled[index];
      if (known) this.settled[index] = this.known(known.part, known.end);
    }
  }

  /** The first definition of a label counts. */
  private define(definitions: readonly Definition[], links: Map<string, string>): void {
    for (const { label, href } of definitions) {
      const normal = normalLabel(label);
      if (!this.links.has(normal) && !links.has(normal)) links.set(normal, href);
    }
  }

  private lookup(label: string): string | undefined {
    return this.links.get(label) ?? this.openLinks.get(label);
  }

  /** Reads what stands in the lines of a block. */
  private known(part: Part, end: number): Known {
    const source = this.closed.slice(part.start, end);
    const labels = new Set<string>();
    const filling = new Filling((label) => {
      labels.add(label);
      return this.lookup(label) ?? null;
    });
    const isDrawn = !part.isTooDeep && filling.fill(part.block);
    const block: Block = isDrawn ? part.block : { type: "source", text: source.trimEnd() };
    const links = [...labels].map((label) => `${label}=${this.lookup(label) ?? ""}`).join("\n");
    return { piece: { source, block, links }, part, end, labels, nodes: isDrawn ? filling.nodes : 1 };
  }

  /** All but the last two blocks are closed for good: a line that still grows belongs to one of these. */
  private settle(closed: readonly Known[], definitions: readonly Definition[]): void {
    const end = closed[closed.length - 1]?.end ?? 0;
    const links = new Map<string, string>();
    this.define(definitions.filter((definition) => definition.start < end), links);
    for (const [label, href] of links) this.links.set(label, href);
    for (const known of closed) {
      const index = this.settled.push(known) - 1;
      for (const label of known.labels) {
        const places = this.asking.get(label);
        if (places) places.push(index);
        else this.asking.set(label, [index]);
      }
    }
  }
}

/** The pieces of a whole text. */
export function lex(text: string, isWhole = true): readonly Piece[] {
  return new GrowingText().read(text, isWhole);
}

/** As many as a page can draw; what follows is one piece with their source. */
function drawn(known: readonly Known[], text: string): readonly Piece[] {
  let nodes = 0;
  const pieces: Piece[] = [];
  for (const { piece, part, nodes: own } of known) {
    nodes += own;
    if (nodes > limits.nodesOfText) {
      const source = text.slice(part.start);
      return [...pieces, { source, block: { type: "source", text: source.trimEnd() }, links: "" }];
    }
    pieces.push(piece);
  }
  return pieces;
}

/** Reads the leaves of one block, as long as it does not become too much. */
class Filling {
  nodes = 0;

  constructor(private readonly lookup: Lookup) {}

  /** Is the block within the limits? */
  fill(block: Block): boolean {
    this.nodes++;
    switch (block.type) {
      case "paragraph":
      case "heading":
        this.leaf(block.leaf);
        break;
      case "quote":
      case "footnoteText":
        this.all(block.children);
        break;
      case "list":
        for (const item of block.items) {
          this.nodes++;
          if (!this.all(item.children)) break;
        }
        break;
      case "table":
        for (const row of [block.header, ...block.rows]) row.forEach((cell) => this.leaf(cell));
        break;
      case "math":
        this.nodes += formulaNodes(block.tex);
        break;
      case "code":
        this.nodes += codeNodes(block.code);
        break;
      default:
    }
    return this.nodes <= limits.nodesOfBlock;
  }

  private all(blocks: readonly Block[]): boolean {
    return blocks.every((block) => this.fill(block));
  }

  private leaf(leaf: Leaf): void {
    if (leaf.text.length > limits.leaf) this.nodes = Infinity;
    if (this.nodes > limits.nodesOfBlock) return;
    const { inlines, total } = new InlineParser(leaf.text, this.lookup).read();
    leaf.inlines = inlines;
    this.nodes += 1 + total;
  }
}
