import { lex, type Piece } from "../src/markdown/blocks";
import type { Block, Inline } from "../src/markdown/nodes";

/** What a reader sees of a text, as short markup. */
export const shown = (text: string): string => shapeOf(lex(text));

export const shapeOf = (pieces: readonly Piece[]): string => pieces.map(({ block }) => blockShape(block)).join("");

function blockShape(block: Block): string {
  switch (block.type) {
    case "paragraph":
      return `<p>${inlineShape(block.leaf.inlines)}</p>`;
    case "heading":
      return `<h${block.depth}>${inlineShape(block.leaf.inlines)}</h${block.depth}>`;
    case "code":
      return `<pre ${block.language}>${block.code}</pre>`;
    case "quote":
      return `<quote>${block.children.map(blockShape).join("")}</quote>`;
    case "list": {
      const name = `${block.isOrdered ? `ol ${block.start}` : "ul"}${block.isLoose ? " loose" : ""}`;
      const items = block.items.map(({ task, children }) => `<li${task === null ? "" : task ? " x" : " _"}>${children.map(blockShape).join("")}`);
      return `<${name}>${items.join("")}</>`;
    }
    case "table":
      return `<table>${[block.header, ...block.rows].map((row) => row.map(({ inlines }) => inlineShape(inlines)).join("|")).join("/")}</table>`;
    case "rule":
      return "<hr>";
    case "math":
      return `<math${block.isOpen ? " open" : ""}>${block.tex}</math>`;
    case "footnoteText":
      return `<note ${block.label}>${block.children.map(blockShape).join("")}</note>`;
    case "definition":
      return "";
    case "source":
      return `<source>${block.text}</source>`;
  }
}

function inlineShape(inlines: readonly Inline[]): string {
  return inlines.map((inline) => {
    switch (inline.type) {
      case "text":
        return inline.text;
      case "code":
        return `<code>${inline.text}</code>`;
      case "break":
        return "<br>";
      case "link":
        return `<a ${inline.href}>${inlineShape(inline.children)}</a>`;
      case "image":
        return `<img ${inline.href}>${inlineShape(inline.children)}</img>`;
      case "footnote":
        return `<sup ${inline.label}>`;
      case "math":
        return `<math>${inline.tex}</math>`;
      default:
        return `<${inline.type}>${inlineShape(inline.children)}</${inline.type}>`;
    }
  }).join("");
}
