import { createElement } from "react";
import { CodeBlock } from "./CodeBlock";
import { directionOf } from "../shared/direction";
import { Footnote } from "./Footnote";
import { FormulaView } from "./Formula";
import { Inlines } from "./Inline";
import type { Block, Item, Leaf, List } from "./nodes";
import { TableView } from "./TableView";

/** One block as elements; what a person or a model wrote runs in the direction of its own letters, code from left to right. */
export function BlockView({ block }: { block: Block }): JSX.Element | null {
  switch (block.type) {
    case "heading":
      // The page itself has h1 and h2. Most answers begin at their second level, which becomes h3 like the first.
      return createElement(`h${Math.min(6, Math.max(3, block.depth + 1))}`, { dir: "auto" }, <Inlines of={block.leaf.inlines} />);
    case "paragraph":
      return (
        <p dir="auto">
          <Inlines of={block.leaf.inlines} />
        </p>
      );
    case "code":
      return <CodeBlock code={block.code} language={block.language} />;
    case "quote":
      return (
        <blockquote dir={directionOf(firstText(block.children))}>
          <Blocks of={block.children} />
        </blockquote>
      );
    case "list":
      return <ListView list={block} />;
    case "table":
      return <TableView table={block} />;
    case "rule":
      return <hr />;
    case "math":
      return <FormulaView formula={block} />;
    case "footnoteText":
      return (
        <Footnote label={block.label}>
          <Blocks of={block.children} />
        </Footnote>
      );
    case "definition":
      return null;
    case "source":
      return (
        <p className="markdown-source" dir="auto">
          {block.text}
        </p>
      );
  }
}

function Blocks({ of: blocks }: { of: readonly Block[] }) {
  return (
    <>
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </>
  );
}

function ListView({ list }: { list: List }) {
  const dir = directionOf(list.items.map(({ children }) => firstText(children)).find((text) => text !== "") ?? "");
  const items = list.items.map((item, index) => <ItemView key={index} item={item} isLoose={list.isLoose} />);
  return list.isOrdered ? (
    <ol start={list.start} dir={dir}>
      {items}
    </ol>
  ) : (
    <ul dir={dir}>{items}</ul>
  );
}

function ItemView({ item: { task, children }, isLoose }: { item: Item; isLoose: boolean }) {
  const label = firstText(children);
  return (
    // Text right in the item decides its direction; a paragraph in it would hide that from `auto`.
    <li className={task === null ? undefined : "markdown-task"} dir={isLoose ? directionOf(label) : "auto"}>
      {task !== null && <input type="checkbox" checked={task} readOnly disabled aria-label={label} />}
      {children.map((block, index) =>
        block.type === "paragraph" && !isLoose ? <Inlines key={index} of={block.leaf.inlines} /> : <BlockView key={index} block={block} />,
      )}
    </li>
  );
}

/** The source of the first text in the blocks. */
function firstText(blocks: readonly Block[]): string {
  return leafIn(blocks)?.text ?? "";
}

function leafIn(blocks: readonly Block[]): Leaf | null {
  const first = blocks[0];
  if (!first) return null;
  if (first.type === "paragraph" || first.type === "heading") return first.leaf;
  if (first.type === "quote" || first.type === "footnoteText") return leafIn(first.children);
  return first.type === "list" ? leafIn(first.items[0]?.children ?? []) : null;
}
