import { createElement } from "react";
import type { marked } from "marked";
import { CodeBlock } from "./CodeBlock";
import { Inline } from "./Inline";
import { Formula } from "./Formula";
import type { MathToken } from "./mathSyntax";
import { unescapeHtml } from "./safeText";

type Token = marked.Token | MathToken;

/** One block token as elements; what is unknown shows as its source. */
export function BlockView({ block }: { block: Token }): JSX.Element | null {
  switch (block.type) {
    case "space":
      return null;
    case "heading":
      // The page itself has h1 and h2. Most answers begin at their second level, which becomes h3 like the first.
      return createElement(`h${Math.min(6, Math.max(3, block.depth + 1))}`, null, <Inline tokens={block.tokens} />);
    case "paragraph":
      return (
        <p>
          <Inline tokens={block.tokens} />
        </p>
      );
    case "text":
      return "tokens" in block && block.tokens ? <Inline tokens={block.tokens} /> : <>{unescapeHtml(block.raw)}</>;
    case "code":
      return <CodeBlock code={block.text} language={block.lang ?? ""} />;
    case "blockquote":
      return (
        <blockquote>
          <Blocks tokens={block.tokens} />
        </blockquote>
      );
    case "list":
      return <List list={block} />;
    case "table":
      return <TableView table={block} />;
    case "hr":
      return <hr />;
    case "math":
      return <Formula token={block as MathToken} />;
    default:
      return <p className="markdown-source">{block.raw.trim()}</p>;
  }
}

function Blocks({ tokens }: { tokens: readonly Token[] }) {
  return (
    <>
      {tokens.map((token, index) => (
        <BlockView key={index} block={token} />
      ))}
    </>
  );
}

function List({ list }: { list: marked.Tokens.List }) {
  const items = list.items.map((item, index) => (
    <li key={index} className={item.task ? "markdown-task" : undefined}>
      {item.task && <input type="checkbox" checked={item.checked ?? false} readOnly disabled aria-label={item.text} />}
      <Blocks tokens={item.tokens} />
    </li>
  ));
  return list.ordered ? <ol start={list.start || 1}>{items}</ol> : <ul>{items}</ul>;
}

function TableView({ table }: { table: marked.Tokens.Table }) {
  const align = (index: number) => (table.align[index] ? `align-${table.align[index]}` : undefined);
  return (
    // Wide tables scroll by themselves; the keyboard needs the focus for that.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="markdown-table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {table.header.map((cell, index) => (
              <th key={index} scope="col" className={align(index)}>
                <Inline tokens={cell.tokens} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, line) => (
            <tr key={line}>
              {row.map((cell, index) => (
                <td key={index} className={align(index)}>
                  <Inline tokens={cell.tokens} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
