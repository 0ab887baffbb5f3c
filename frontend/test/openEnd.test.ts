import assert from "node:assert/strict";
import test from "node:test";
import { GrowingText, lex, type Piece } from "../src/markdown/blocks";
import type { Block, Inline } from "../src/markdown/nodes";
import { Chance } from "./random";
import { shapeOf } from "./shape";

/** What the blocks of a text are, in their order, with how deep they stand. */
const kinds = (pieces: readonly Piece[]): string[] => pieces.flatMap(({ block }) => kindsOf(block, 0));

function kindsOf(block: Block, depth: number): string[] {
  const name = `${depth} ${block.type}`;
  if (block.type === "quote" || block.type === "footnoteText") return [name, ...block.children.flatMap((child) => kindsOf(child, depth + 1))];
  if (block.type === "list") return [`${name} ${block.isOrdered}`, ...block.items.flatMap((item) => [`${depth} item ${item.task !== null}`, ...item.children.flatMap((child) => kindsOf(child, depth + 1))])];
  if (block.type === "heading") return [`${name} ${block.depth}`];
  if (block.type === "code") return [`${name} ${block.language}`];
  return [name];
}

const words = (pieces: readonly Piece[]): string => pieces.map(({ block }) => wordsOf(block)).join("\n");

function wordsOf(block: Block): string {
  switch (block.type) {
    case "paragraph":
    case "heading":
      return inlineWords(block.leaf.inlines);
    case "code":
      return block.code;
    case "quote":
    case "footnoteText":
      return block.children.map(wordsOf).join("\n");
    case "list":
      return block.items.map((item) => item.children.map(wordsOf).join("\n")).join("\n");
    case "table":
      return [block.header, ...block.rows].map((row) => row.map((cell) => inlineWords(cell.inlines)).join(" ")).join("\n");
    default:
      return "";
  }
}

const inlineWords = (inlines: readonly Inline[]): string =>
  inlines.map((inline) => ("children" in inline ? inlineWords(inline.children) : "text" in inline ? inline.text : "")).join("");

const blocks = [
  "Plain words, 一些中文。And more of them.", "**Bold** words and `code` in a line, and **`both`**.", "2 ** 3 and a * b and x_y_z.", "## A heading with `code`",
  "- one\n- two **bold** words\n  - inside\n- three", "1. first\n2. second\n10. tenth", "* star\n* **bold** star", "- [ ] to do\n- [x] done", "> A quote\n> of two lines\n>\n> - with a list",
  "| a | b |\n|---|:-:|\n| 1 | **2** |\n| `3` | 4 |", "A table:\n| name |\n| --- |\n| x |", "```python\nprint('| a |')\n- no list\n# no heading\n---\n```", "~~~\n```\ninner\n```\n~~~",
  "$$\nx^2 + y^2\n$$", "\\[\n\\frac{1}{2}\n\\]", "---", "1986 was a year.", "-5 degrees", "[1] is no label, [a link](https://example.com/x) is one.", "[label]: https://example.com", "1. item\n\n   ```sh\n   ls | wc\n   ```\n2. item",
  "*slanted* words", "#hashtag", "| no table", "| no table\n| either", "$5 and $6", "\\begin{align}\na &= b\n\\end{align}", "``two `ticks` here``",
];

function documentOf(chance: Chance): string {
  return Array.from({ length: 1 + chance.below(6) }, () => chance.pick(blocks)).join("\n\n");
}

/** The texts that a page has seen while a document came in pieces. */
function* growth(whole: string, chance: Chance): Generator<string> {
  for (let end = 0; end < whole.length; ) {
    end += 1 + chance.below(chance.below(3) === 0 ? 40 : 6);
    yield whole.slice(0, end);
  }
}

test("of 4,000 documents that come in pieces nothing that is drawn turns into something else", () => {
  for (let seed = 0; seed < 4_000; seed++) {
    const chance = new Chance(seed);
    const whole = documentOf(chance);
    const growing = new GrowingText();
    let [before, said]: [string[], string] = [[], ""];
    for (const text of growth(whole, chance)) {
      const pieces = growing.readOpen(text);
      const now = kinds(pieces);
      assert.deepEqual(now.slice(0, before.length), before, `seed ${seed}, after ${JSON.stringify(text)}`);
      const words_ = words(pieces);
      assert.ok(words_.replace(/\s/g, "").startsWith(said), `seed ${seed}, after ${JSON.stringify(text)}: ${JSON.stringify([said, words_])}`);
      [before, said] = [now, words_.replace(/\s/g, "")];
    }
    assert.equal(shapeOf(growing.read(whole, true)), shapeOf(lex(whole)));
  }
});

test("whatever comes, in the end it is drawn as if it had come at once", () => {
  const alphabet = ["*", "**", "`", "```", "|", "-", "\n", "\n\n", " ", "a", "1.", "[", "]", ":", "$", "\\", ">", "#", "~", "中"];
  for (let seed = 0; seed < 2_000; seed++) {
    const chance = new Chance(seed);
    const whole = Array.from({ length: 40 }, () => chance.pick(alphabet)).join("");
    const growing = new GrowingText();
    for (const text of growth(whole, chance)) growing.readOpen(text);
    assert.equal(shapeOf(growing.read(whole, true)), shapeOf(lex(whole)), `seed ${seed}`);
  }
});

test("bold text and code are what they will be from their first word on", () => {
  const shown = (text: string) => shapeOf(new GrowingText().readOpen(text));
  assert.equal(shown("so **bo"), "<p>so <strong>bo</strong></p>");
  assert.equal(shown("so **bold *"), "<p>so <strong>bold</strong></p>");
  assert.equal(shown("so `co"), "<p>so <code>co</code></p>");
  assert.equal(shown("- **a `b"), "<ul><li _><p><strong>a <code>b</code></strong></p></>".replace(" _", ""));
  assert.equal(shown("2 ** 3"), "<p>2 ** 3</p>");
  assert.equal(shown("so **"), "<p>so</p>");
  assert.equal(shown("```py\nx = **2"), "<pre py>x = **2</pre>");
});
