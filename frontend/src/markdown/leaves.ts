import { closesFence, type Fence } from "./blockStarts";
import type { Line } from "./line";
import type { MathEnd } from "./mathBlocks";
import { type Block, leafOf } from "./nodes";

/** A block that takes whole lines and is still open. */
export interface Leaf {
  /** Takes the line, or a part of it, or nothing: `ended` closes the leaf, `rest` leaves (what is left of) the line to others. */
  take(line: Line): "taken" | "ended" | "rest";
  /** The block, with all that was taken. */
  close(): Block;
}

export class OpenParagraph {
  readonly lines: string[] = [];

  close(): Block {
    return { type: "paragraph", leaf: leafOf(this.lines.join("\n").trim()) };
  }
}

export class OpenFence implements Leaf {
  private readonly lines: string[] = [];

  constructor(
    private readonly fence: Fence,
    private readonly indent: number,
  ) {}

  take(line: Line) {
    if (closesFence(line, this.fence)) return "ended";
    line.takeColumns(Math.min(this.indent, line.indent));
    this.lines.push(line.rest + line.ending);
    return "taken";
  }

  close(): Block {
    return { type: "code", code: this.lines.join("\n"), language: this.fence.info };
  }
}

export class OpenIndented implements Leaf {
  private readonly lines: string[] = [];

  take(line: Line) {
    if (line.indent < 4 && !line.isBlank) return "rest";
    line.takeColumns(4);
    this.lines.push(line.rest + line.ending);
    return "taken";
  }

  close(): Block {
    const { lines } = this;
    let end = lines.length;
    while (end > 0 && lines[end - 1]?.trim() === "") end--;
    return { type: "code", code: lines.slice(0, end).join("\n"), language: "" };
  }
}

export class OpenHtml implements Leaf {
  private readonly lines: string[] = [];

  take(line: Line) {
    if (line.isBlank) return "rest";
    this.lines.push(line.rest);
    return "taken";
  }

  close(): Block {
    return { type: "source", text: this.lines.join("\n") };
  }
}

export class OpenMath implements Leaf {
  private readonly tex: string[] = [];
  private readonly source: string[] = [];
  private isOpen = true;

  constructor(private readonly end: MathEnd) {}

  take(line: Line) {
    const from = this.source.length === 0 ? line.next + this.end.mark.length : line.at;
    const found = this.end.find(line.text, from);
    this.tex.push(line.text.slice(from, found?.end));
    this.source.push(line.text.slice(this.source.length === 0 ? line.next : from, found?.after));
    if (!found) return "taken";
    this.isOpen = false;
    line.skipTo(found.after);
    return line.isBlank ? "ended" : "rest";
  }

  close(): Block {
    return { type: "math", source: this.source.join("\n").trim(), tex: this.tex.join("\n").trim(), isBlock: true, isOpen: this.isOpen };
  }
}
