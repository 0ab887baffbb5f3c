import assert from "node:assert/strict";
import test from "node:test";
import { type Block, GrowingText, lex } from "../src/markdown/blocks";
import { Chance } from "./random";

const lines = [
  "A plain line of words.",
  "Another with `code`, **bold** and a [link](https://example.com).",
  "# Heading",
  "### Third level",
  "- item",
  "  - nested",
  "1. one",
  "2. two",
  "> quote",
  "> more",
  "```swift",
  "```",
  "let a = 1",
  "    indented",
  "| a | b |",
  "|---|---|",
  "| 1 | 2 |",
  "---",
  "$$",
  "x^2 + y^2",
  "\\[",
  "\\]",
  "中文一行。",
  "[ref]: https://example.com",
  "<b>not html</b>",
  "",
  "",
  "",
];

function randomText(chance: Chance): string {
  return Array.from({ length: 3 + chance.below(16) }, () => chance.pick(lines)).join("\n");
}

function grow(text: string, chance: Chance): readonly Block[] {
  const growing = new GrowingText();
  let blocks: readonly Block[] = [];
  for (let at = 0; at < text.length; ) {
    at += 1 + chance.below(6);
    blocks = growing.read(text.slice(0, at));
  }
  return blocks;
}

const shape = (blocks: readonly Block[]) => blocks.filter((block) => block.type !== "space").map((block) => `${block.type}:${block.raw.trim()}`);

test("a text read piece by piece has every character once", () => {
  for (let seed = 1; seed <= 1500; seed++) {
    const chance = new Chance(seed);
    const text = randomText(chance);
    const raw = grow(text, chance).map((block) => block.raw).join("");
    assert.equal(raw.trimEnd(), text.trimEnd(), `seed ${seed}`);
  }
});

test("a text read piece by piece has the blocks of the whole text", () => {
  for (let seed = 1; seed <= 1500; seed++) {
    const chance = new Chance(seed);
    const text = randomText(chance);
    assert.deepEqual(shape(grow(text, chance)), shape(lex(text)), `seed ${seed}`);
  }
});

test("a settled block keeps its identity while the text grows", () => {
  const growing = new GrowingText();
  const start = "First paragraph.\n\nSecond paragraph.\n\nThird paragraph.\n\n";
  const before = growing.read(start)[0];
  const after = growing.read(`${start}Fourth.`)[0];
  assert.ok(before !== undefined && before === after);
});

test("an unclosed fence is code from its first line on", () => {
  assert.deepEqual(shape(new GrowingText().read("Look:\n\n```py\nprint(1)")), ["paragraph:Look:", "code:```py\nprint(1)"]);
});

test("a text that is replaced is read anew", () => {
  const growing = new GrowingText();
  growing.read("One.\n\nTwo.\n\nThree.\n\nFour.");
  assert.deepEqual(shape(growing.read("Other.")), ["paragraph:Other."]);
});

test("prices are no formulas and formulas are", () => {
  const inline = (text: string) => JSON.stringify(lex(text));
  assert.ok(!inline("It costs $5 or $6, at most $7.").includes('"math"'));
  assert.ok(inline("Take $a^2$ of it").includes('"tex":"a^2"'));
  assert.ok(inline("Take \\(a^2\\) of it").includes('"tex":"a^2"'));
  assert.equal(lex("$$\nx\n$$")[0]?.type, "math");
});
