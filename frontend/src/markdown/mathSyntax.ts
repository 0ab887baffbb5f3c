import type { marked } from "marked";

/** A formula; `isOpen` while its end has not been written yet. */
export interface MathToken {
  type: "math";
  raw: string;
  tex: string;
  isBlock: boolean;
  isOpen: boolean;
}

const blockRule = /^ {0,3}(?:\$\$((?:(?!\$\$)[\s\S])*)(\$\$|$)|\\\[((?:(?!\\\])[\s\S])*)(\\\]|$))[ \t]*(?:\n+|$)/;
const blockStart = /(?:^|\n) {0,3}(?:\$\$|\\\[)/;
const inlineRules: readonly [RegExp, boolean][] = [
  [/^\$\$([^$\n][\s\S]*?)\$\$/, true],
  [/^\\\[([\s\S]+?)\\\]/, true],
  [/^\\\(([\s\S]+?)\\\)/, false],
  // A price such as $5 is no formula: the dollar stands before no blank or digit and after no blank.
  [/^\$(?![\s\d$])((?:\\[\s\S]|[^$\\\n])*?[^\s\\$])\$(?!\d)/, false],
];

/** `$$ $$` and `\[ \]` as blocks; these, `\( \)` and `$ $` inside a line. */
export const mathExtensions: marked.TokenizerExtension[] = [
  {
    name: "math",
    level: "block",
    start: (source: string) => startOf(source),
    tokenizer: (source: string) => token(blockMath(source)),
  },
  {
    name: "inlineMath",
    level: "inline",
    start: (source: string) => {
      const at = source.search(/\$|\\[([]/);
      return at < 0 ? (undefined as unknown as number) : at;
    },
    tokenizer: (source: string) => token(inlineMath(source)),
  },
];

function startOf(source: string): number {
  const found = blockStart.exec(source);
  if (!found) return undefined as unknown as number;
  return found.index + (found[0]?.startsWith("\n") ? 1 : 0);
}

function blockMath(source: string): MathToken | null {
  const found = blockRule.exec(source);
  if (!found) return null;
  const closing = found[2] ?? found[4] ?? "";
  return { type: "math", raw: found[0] ?? "", tex: (found[1] ?? found[3] ?? "").trim(), isBlock: true, isOpen: closing === "" };
}

function inlineMath(source: string): MathToken | null {
  for (const [rule, isBlock] of inlineRules) {
    const found = rule.exec(source);
    if (found) return { type: "math", raw: found[0] ?? "", tex: (found[1] ?? "").trim(), isBlock, isOpen: false };
  }
  return null;
}

/** marked's types know only tokens with an index signature. */
function token(found: MathToken | null): marked.Tokens.Generic {
  return (found ?? undefined) as unknown as marked.Tokens.Generic;
}
