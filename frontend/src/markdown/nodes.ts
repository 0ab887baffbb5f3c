/** What a Markdown text is made of, as the page draws it. Plain data: no markup, no text that was escaped. */

export type Inline =
  | { type: "text"; text: string }
  | { type: "strong" | "em" | "del"; children: Inline[] }
  | { type: "code"; text: string }
  | { type: "break" }
  /** `isBare` when the address itself stands in the text. */
  | { type: "link"; href: string; isBare: boolean; children: Inline[] }
  | { type: "image"; href: string; children: Inline[] }
  | { type: "footnote"; label: string }
  | Formula;

/** A formula between dollars, `\( \)`, `\[ \]` or as a LaTeX environment; `isOpen` while its end has not been written yet. */
export interface Formula {
  type: "math";
  source: string;
  tex: string;
  isBlock: boolean;
  isOpen: boolean;
}

/** Text inside one block: its source, and what was read in it. */
export interface Leaf {
  text: string;
  inlines: Inline[];
}

export type Block =
  | { type: "paragraph"; leaf: Leaf }
  | { type: "heading"; depth: number; leaf: Leaf }
  | { type: "code"; code: string; language: string }
  | { type: "quote"; children: Block[] }
  | List
  | Table
  | { type: "rule" }
  | Formula
  /** A footnote where it is written, below its label. */
  | { type: "footnoteText"; label: string; children: Block[] }
  /** Where links of the text lead; nothing to see. */
  | { type: "definition"; label: string; href: string }
  /** Shown as it was written. */
  | { type: "source"; text: string };

export interface List {
  type: "list";
  isOrdered: boolean;
  start: number;
  /** Blank lines stand between the items, or inside one. */
  isLoose: boolean;
  items: Item[];
}

export interface Item {
  /** Ticked or not, for an item of a task list. */
  task: boolean | null;
  children: Block[];
}

export type Align = "left" | "right" | "center" | null;

export interface Table {
  type: "table";
  align: Align[];
  header: Leaf[];
  rows: Leaf[][];
}

export const leafOf = (text: string): Leaf => ({ text, inlines: [] });
