import assert from "node:assert/strict";
import test from "node:test";
import { GrowingText, lex, type Piece } from "../src/markdown/blocks";
import { Chance } from "./random";
import { shapeOf } from "./shape";

const lines = [
  "A plain line of words.", "Another with `code`, **bold** and a [link](https://example.com).", "# Heading", "### Third level", "- item",
  "  - nested", "1. one", "2. two", "- [ ] task", "> quote", "> more", "> - a\tb", "```swift", "```", "~~~", "let a = 1", "    indented", "\ttab",
  "\t\ttwo tabs\tand one", "  \tmixed", "| a | b |", "|---|---|", "| 1 | 2 |", "a | b", "---", "===", "-", "$$", "x^2 + y^2", "\\[", "\\]",
  "$$y$$ text", "\\begin{align}", "a &= b \\\\", "\\end{align}", "中文一行。", "**注意：**请看https://example.com/docs，谢谢。", "3~5天，~~100~~200元",
  "[ref]: https://example.com/ref", "[文]: https://example.com/zh \"t\"", "See [ref], [a][ref] and [文][].", "Note[^1] and [^二].", "[^1]: First",
  "[^二]: 第二 [ref]", "    its second line", "<b>not html</b>", "<div>", "</div>", "&lt;b&gt; &amp; &#20013;", "$a$ and \\(b\\)", "*a", "b*", "`open",
  "a  ", "a\\", "\r", "", "", "", "", "",
];

function randomText(chance: Chance): string {
  return Array.from({ length: 3 + chance.below(16) }, () => chance.pick(lines)).join("\n");
}

/** Reads `text` in random cuts; `look` sees each prefix with its pieces. */
function grow(text: string, chance: Chance, look: (pieces: readonly Piece[], prefix: string) => void = () => undefined): readonly Piece[] {
  const growing = new GrowingText();
  for (let at = 0; at < text.length; ) {
    at = Math.min(text.length, at + 1 + chance.below(6));
    look(growing.read(text.slice(0, at), false), text.slice(0, at));
  }
  return growing.read(text, true);
}

const seeds = Array.from({ length: 500 }, (_, index) => index + 1);

test("a text read piece by piece has every character once", () => {
  for (const seed of seeds) {
    const chance = new Chance(seed);
    const text = randomText(chance);
    const sources = grow(text, chance).map(({ source }) => source).join("");
    assert.ok(text.endsWith(sources) && text.slice(0, text.length - sources.length).trim() === "", `seed ${seed}`);
  }
});

test("what is seen of a text does not depend on how it came", () => {
  for (const seed of seeds) {
    const chance = new Chance(seed);
    const text = randomText(chance);
    const whole = grow(text, chance, (pieces, prefix) => assert.deepEqual(pieces, lex(prefix, false), `seed ${seed}: ${prefix}`));
    assert.deepEqual(whole, lex(text), `seed ${seed}`);
  }
});

test("no word of a text is lost, whatever stands around it", () => {
  const marks = [...lines, "*", "**", "_", "~~", "`", "``", "[", "](", "]", "![", "(", ")", "<", ">", "|", "$", "$$", "\\", "\n", "\n\n", "\t", " ", "- ", "> ", "#"];
  for (let seed = 1; seed <= 3_000; seed++) {
    const chance = new Chance(seed);
    const text = Array.from({ length: 40 }, (_, index) => (index % 2 ? `word${index}word` : chance.pick(marks))).join("");
    const seen = JSON.stringify(lex(text).map(({ block }) => block));
    const lost = Array.from({ length: 20 }, (_, index) => `word${2 * index + 1}word`).filter((word) => !seen.includes(word));
    assert.deepEqual(lost, [], `seed ${seed}: ${text}`);
  }
});

test("a settled piece keeps its identity while the text grows", () => {
  const growing = new GrowingText();
  const start = "First paragraph.\n\nSecond paragraph.\n\nThird paragraph.\n\n";
  growing.read(start, false);
  const before = growing.read(`${start}Four`, false)[0];
  const after = growing.read(`${start}Fourth.`, false)[0];
  assert.ok(before !== undefined && before === after);
});

test("a link that is defined later appears in text that was settled long ago, and nothing else changes", () => {
  const growing = new GrowingText();
  const start = "One [docs].\n\nTwo.\n\nThree[^1].\n\nFour.\n\n";
  const before = growing.read(start, false);
  assert.deepEqual(growing.read(`${start}[docs]: https://example.com/d`, false).slice(0, 4), before);
  const after = growing.read(`${start}[docs]: https://example.com/docs\n[^1]: N`, false);
  assert.equal(shapeOf(after.slice(0, 1)), "<p>One <a https://example.com/docs>docs</a>.</p>");
  assert.ok(after[1] === before[1] && shapeOf(after.slice(2, 3)) === "<p>Three[^1].</p>");
  assert.equal(shapeOf(growing.read(`${start}[docs]: https://example.com/docs\n[^1]: Note`, true).slice(2, 3)), "<p>Three<sup 1>.</p>");
});

test("an unclosed fence is code from its first line on", () => {
  assert.equal(shapeOf(new GrowingText().read("Look:\n\n```py\nprint(1)", false)), "<p>Look:</p><pre py>print(1)</pre>");
});

test("a text that is replaced is read anew", () => {
  const growing = new GrowingText();
  growing.read("One.\n\nTwo.\n\nThree.\n\n[a]: https://x.example\n\nFour.\n\nFive.", false);
  assert.equal(shapeOf(growing.read("Other [a].", false)), "<p>Other [a].</p>");
});
