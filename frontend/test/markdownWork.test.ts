import assert from "node:assert/strict";
import test from "node:test";
import { GrowingText, lex } from "../src/markdown/blocks";
import { expansionsOf, formulaLimits, mayBeRead } from "../src/markdown/formulaLimits";
import { InlineParser } from "../src/markdown/inlineParser";
import { work } from "../src/markdown/work";
import { Chance } from "./random";

/** Steps that reading may take for each character. Ordinary text takes about 6. */
const most = 50;

const hostile: Record<string, string> = {
  quotes: ">", "quotes with blanks": "> ", lists: "- ", "nested lists": "* ", numbers: "1. ", blanks: " ", tabs: "\t", lines: "\n", returns: "\r\n",
  "open brackets": "[", images: "![", "closing brackets": "]", "links in links": "[a](b", "open links": "[a](<", "open titles": '[a](b "', "empty links": "[]()",
  links: "[a](https://x.example)", labels: "[a][", footnotes: "[^1]", "footnote texts": "[^1]: ", definitions: "[a]: https://x.example\n",
  "definitions in quotes": "> [a]: https://x.example\n[a]\n\n", backticks: "`", "growing backticks": "", "single backticks": "`a ``b ", escapes: "\\",
  asterisks: "*", "asterisks and underscores": "*a_ ", "the issue's": "*a_", "openers alone": "*a **b ", "closers alone": "a* b** ", "all markers": "*_~~`[$<&",
  "odd runs": "***a **b *c ", tildes: "~~a ", underscores: "_a__b___", "Chinese emphasis": "**注意：", marks: "a\u0301\u0301\u0301", pairs: "\ud83d", dollars: "$", "dollars and letters": "$a",
  "double dollars": "$$a", "formula blocks": "$$\n", brackets: "\\(", "bracket blocks": "\\[\n", environments: "\\begin{align}", "environment lines": "\\begin{align}\n",
  braces: "{", "less than": "<", tags: "<a ", "open values": '<a b="', comments: "<!-- ", blocks: "<div>\n", addresses: "https://", "www": "www.", "long address": "https://x.example/((((",
  mails: "a@a.", "mail names": "a.b-c_", entities: "&#", "entity names": "&amp", fences: "```\n", "unequal fences": "```\n~~~~\n", headings: "# # ", "closing hashes": "#",
  rules: "* * ", underlines: "a\n---\n", "wide table": "|", "table rows": "a|b\n-|-\n", "escaped cells": "\\|", "lazy lines": "> a\nb\n", "breaks": "a  \n", "code lines": "    a\n\n",
};

function text(name: string, length: number): string {
  if (name === "growing backticks") return Array.from({ length: Math.floor(Math.sqrt(2 * length)) }, (_, index) => `${"`".repeat(index)} `).join("");
  const piece = hostile[name] ?? "";
  return piece.repeat(Math.ceil(length / piece.length));
}

function stepsOf(run: () => void): number {
  const before = work.steps;
  run();
  return work.steps - before;
}

test("a megabyte of anything hostile takes work in proportion to its length", () => {
  for (const name of Object.keys(hostile)) {
    const whole = text(name, 1 << 20);
    const part = whole.slice(0, 1 << 16);
    const reads: readonly (readonly [number, () => unknown])[] = [
      [whole.length, () => lex(whole)],
      [whole.length, () => new InlineParser(whole, () => null).read()],
      // Between plain text, in a list and in a table it meets other rules.
      ...[`- ${part}`, `words ${part} words`, `|a|${part}\n|-|-|\n${part}`].map((each) => [each.length, () => lex(each)] as const),
    ];
    for (const [length, read] of reads) {
      const steps = stepsOf(read);
      assert.ok(steps <= most * length, `${name}: ${(steps / length).toFixed(1)} steps a character`);
    }
  }
});

test("any three pieces over and over take work in proportion to their length", () => {
  for (let seed = 1; seed <= 400; seed++) {
    const chance = new Chance(seed);
    const pieces = [1, 2, 3].map(() => hostile[chance.pick(Object.keys(hostile))] || "a");
    const whole = pieces.map((piece) => piece.repeat(1 + chance.below(8))).join("").repeat(4_000).slice(0, 1 << 15);
    const steps = stepsOf(() => lex(whole));
    assert.ok(steps <= most * whole.length, `seed ${seed} ${JSON.stringify(pieces)}: ${(steps / whole.length).toFixed(1)} steps a character`);
  }
});

test("a long answer that arrives in small pieces is not read again and again", () => {
  const paragraph = "Words with **emphasis**, `code`, [a label] and $x$ in them.\n\n";
  const whole = `${paragraph.repeat(400)}[a label]: https://example.com\n\nEnd.\n`;
  const growing = new GrowingText();
  const steps = stepsOf(() => {
    for (let at = 0; at <= whole.length; at += 16) growing.readOpen(whole.slice(0, at));
  });
  assert.ok(steps <= 16 * most * whole.length, `${(steps / whole.length).toFixed(1)} steps a character`);
});

test("a formula is given to KaTeX only within its bounds", () => {
  assert.ok(mayBeRead("\\frac{1}{1+\\frac{1}{1+\\frac{1}{x}}}"));
  assert.ok(mayBeRead("\\begin{pmatrix} a & \\left( b \\right) \\\\ \\{ c \\} \\end{pmatrix}"));
  assert.ok(!mayBeRead("\\frac{1}{".repeat(150)));
  assert.ok(!mayBeRead("\\sqrt{".repeat(200)));
  assert.ok(!mayBeRead("{".repeat(3_000)));
  assert.ok(!mayBeRead("\\left(".repeat(40)));
  assert.ok(!mayBeRead("\\begin{matrix}".repeat(40)));
  assert.ok(!mayBeRead("x".repeat(formulaLimits.length + 1)));
  const loop = `\\def\\a{${"x".repeat(1_000)}\\a}\\a`;
  assert.ok(expansionsOf(loop) * loop.length <= formulaLimits.expandedLength);
  assert.equal(expansionsOf("\\define"), formulaLimits.expansions);
});
