import assert from "node:assert/strict";
import test from "node:test";
import { lex } from "../src/markdown/blocks";
import { shown } from "./shape";

function expect(rows: readonly (readonly [string, string])[]): void {
  for (const [text, seen] of rows) assert.equal(shown(text), seen, text);
}

test("lists, quotes, headings, rules and tables are read as CommonMark and GitHub have them", () => {
  expect([
    ["# A #\n## B\ntext\n---", "<h1>A</h1><h2>B</h2><h2>text</h2>"],
    ["one\ntwo\n---\nthree", "<p>one\ntwo</p><hr><p>three</p>"],
    ["- a\n- b\n\n  c\n- d", "<ul loose><li><p>a</p><li><p>b</p><p>c</p><li><p>d</p></>"],
    ["- a\n  - b\n\n  - c\n- d", "<ul><li><p>a</p><ul loose><li><p>b</p><li><p>c</p></><li><p>d</p></>"],
    ["- a\n  > q\n  >\n- b", "<ul><li><p>a</p><quote><p>q</p></quote><li><p>b</p></>"],
    ["3. a\n4. b\n* c", "<ol 3><li><p>a</p><li><p>b</p></><ul><li><p>c</p></>"],
    ["- [ ] a\n- [x] b", "<ul><li _><p>a</p><li x><p>b</p></>"],
    ["1. a\n\n   ```sh\n   ls\n   ```\n2. b", "<ol 1 loose><li><p>a</p><pre sh>ls</pre><li><p>b</p></>"],
    ["text\n1986. a year", "<p>text\n1986. a year</p>"],
    ["> a\nb\n\n> c", "<quote><p>a\nb</p></quote><quote><p>c</p></quote>"],
    ["> - a\n>\n> - b", "<quote><ul loose><li><p>a</p><li><p>b</p></></quote>"],
    ["a | b\n--|:-:\n1 | `x\\|y`\n2\n3|4|5\nafter\n\nend", "<table>a|b/1|<code>x|y</code>/2/3|4 | 5/after</table><p>end</p>"],
    ["text\n| a |\n|---|\n| 1 |", "<p>text</p><table>a/1</table>"],
    ["<div>\n*a*\n</div>\n\n*b*", "<source><div>\n*a*\n</div></source><p><em>b</em></p>"],
    ["-\n\ntext", "<ul><li></><p>text</p>"],
    ["***\n* * *\n- - -", "<hr><hr><hr>"],
  ]);
});

test("formulas are blocks with dollars, brackets or an environment, closed or not", () => {
  const align = "\\begin{align}\na &= b \\\\\n\\begin{align}c\\end{align}\n\\end{align}";
  expect([
    ["$$\nx^2\n$$", "<math>x^2</math>"],
    ["Text:\n$$x$$\nmore", "<p>Text:</p><math>x</math><p>more</p>"],
    ["\\[\nx\n\\]，其中", "<math>x</math><p>，其中</p>"],
    ["$$a$$ and text", "<p><math>a</math> and text</p>"],
    [`设\n${align}\n后`, `<p>设</p><math>${align}</math><p>后</p>`],
    ["> \\begin{cases} a \\\\ b \\end{cases}", "<quote><math>\\begin{cases} a \\\\ b \\end{cases}</math></quote>"],
    ["\\begin{align*}\na", "<math open>\\begin{align*}\na</math>"],
    ["$$\nx", "<math open>x</math>"],
    ["\\begin{document}", "<p>\\begin{document}</p>"],
    ["text \\begin{align} a", "<p>text \\begin{align} a</p>"],
  ]);
});

test("code keeps its tabs, blanks, line ends and marks", () => {
  const code = "all:\n\tcc -o a a.c\n\t\tdeep\n  two  \n\n&amp; <b> `x` $y$ \\n 中\t文\n   ";
  for (const fence of ["```", "~~~~"]) {
    expect([[`${fence}make\n${code}\n${fence}\nafter`, `<pre make>${code}</pre><p>after</p>`], [`${fence}\n${code}`, `<pre >${code}</pre>`]]);
  }
  expect([
    ["\tif x:\n\t\ty\n\nafter", "<pre >if x:\n\ty</pre><p>after</p>"],
    ["- a\n\n  ```make\n  x:\n  \ty\n  ```", "<ul loose><li><p>a</p><pre make>x:\n\ty</pre></>"],
    ["> ```\n> \ty\n> ```", "<quote><pre >\ty</pre></quote>"],
    ["```\r\na\r\nb\r\n```\r\nc", "<pre >a\r\nb\r</pre><p>c</p>"],
    ["    a\n     b\n\n\n    c\nd", "<pre >a\n b\n\n\nc</pre><p>d</p>"],
  ]);
});

test("what stands too deep, or is too much to draw, is shown as its source", () => {
  const shownAsSource = (text: string) => assert.deepEqual(lex(text).map(({ block }) => block), [{ type: "source", text: text.trimEnd() }]);
  shownAsSource(">".repeat(5_000));
  shownAsSource(`${"> ".repeat(40)}text`);
  shownAsSource(Array.from({ length: 300 }, (_, depth) => `${"  ".repeat(depth)}- item`).join("\n"));
  shownAsSource(`${"* ".repeat(500)}x`);
  shownAsSource(Array.from({ length: 20_000 }, (_, number) => `- ${number}`).join("\n"));
  shownAsSource(`|${"a|".repeat(90)}\n|${"-|".repeat(90)}\n${`|${"b|".repeat(90)}\n`.repeat(300)}`);
  shownAsSource("word ".repeat(11_000));
  shownAsSource(`$$\n${"x ".repeat(31_000)}\n$$`);
  assert.equal(shown(`${"*a _b ".repeat(100)}${"_ *".repeat(100)}`).includes("<em>"), false);
  assert.equal(shown(`|${"a|".repeat(2_000)}\n|${"-|".repeat(2_000)}`).includes("<table>"), false);
  const many = "word\n\n".repeat(40_000);
  const pieces = lex(many);
  assert.ok(pieces.length < 30_000);
  assert.equal(pieces.map(({ source }) => source).join(""), many);
});
