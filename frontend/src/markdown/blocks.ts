import { marked } from "marked";
import { mathExtensions } from "./mathSyntax";

/** One top-level piece of a Markdown text. */
export type Block = marked.Token;

const underlined = /^([^\n]+)\n {0,3}(=+|-+) *(?:\n+|$)/;

const tokenizer = {
  // Link definitions leave no token, so the lengths of the tokens would no longer add up to that of the text.
  def: () => undefined,
  // marked 4.2.3 lets an underline make one heading of everything above it, other blocks too; here it takes one line.
  lheading(this: { lexer: { inline(text: string): marked.Token[] } }, source: string) {
    const found = underlined.exec(source);
    if (!found) return undefined;
    const text = found[1] ?? "";
    return { type: "heading", raw: found[0], depth: found[2]?.startsWith("=") ? 1 : 2, text, tokens: this.lexer.inline(text) };
  },
};
marked.use({ extensions: mathExtensions, tokenizer: tokenizer as unknown as marked.TokenizerObject });

/**
 * A text that grows at its end, as blocks. What can no longer change is kept, with the same identity, and only the rest is read
 * again, so that a long answer costs as much per token as a short one.
 */
export class GrowingText {
  private text = "";
  private settled: Block[] = [];
  private settledLength = 0;
  private blocks: readonly Block[] = [];

  /** The blocks of `text`, which usually begins with the text of the last call. */
  read(text: string): readonly Block[] {
    if (text === this.text) return this.blocks;
    if (!text.startsWith(this.text)) {
      this.settled = [];
      this.settledLength = 0;
    }
    this.text = text;
    const open = lex(text.slice(this.settledLength));
    const keep = this.settle(open);
    this.blocks = [...this.settled, ...open.slice(keep)];
    return this.blocks;
  }

  /** Settles all but the last two blocks that are not blank lines; returns how many. */
  private settle(open: Block[]): number {
    let filled = 0;
    let keep = open.length;
    while (keep > 0 && filled < 2) {
      keep--;
      if (open[keep]?.type !== "space") filled++;
    }
    const settling = open.slice(0, keep);
    this.settled.push(...settling);
    this.settledLength += settling.reduce((sum, block) => sum + block.raw.length, 0);
    return keep;
  }
}

/** The blocks of a whole text. marked 4.2.3 recognises an unclosed fence only at the end of a line, hence the added one. */
export function lex(text: string): Block[] {
  return [...marked.lexer(text.endsWith("\n") ? text : `${text}\n`)];
}
