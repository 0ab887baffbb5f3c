import { longestColoured } from "./segments";

/**
 * Bounds on what is drawn. Whatever goes beyond one is shown as its source, so nothing is lost. They lie far above what people
 * and models write for readers, and far below what stalls a browser or ends its process.
 */
export const limits = {
  /** Quotes, lists and footnotes inside each other. */
  containers: 16,
  /** Emphasis and links inside each other. */
  inlineDepth: 20,
  /** Characters of one paragraph, heading or cell. */
  leaf: 50_000,
  /** Pieces of text, formulas, items, cells … in one block at the top level. */
  nodesOfBlock: 15_000,
  /** The same in one text; what follows is shown as its source. */
  nodesOfText: 30_000,
  columns: 100,
  /** Characters of a link's label, address and title. */
  label: 999,
  address: 4_000,
  title: 1_000,
  footnoteLabel: 100,
};

/** What a formula counts for: KaTeX makes several elements of each character. */
export const formulaNodes = (tex: string): number => Math.ceil(tex.length / 4);

/** What code counts for: its colours are elements, and what is too long has none. */
export const codeNodes = (code: string): number => (code.length <= longestColoured ? Math.ceil(code.length / 10) : 1);
