import assert from "node:assert/strict";
import test from "node:test";
import { shown } from "./shape";

/** Each text with what is seen of it, as the only paragraph. */
function expect(rows: readonly (readonly [string, string])[]): void {
  for (const [text, seen] of rows) assert.equal(shown(text), `<p>${seen}</p>`, text);
}
const same = (text: string) => [text, text] as const;

test("a tilde is a range, two on each side strike out", () => {
  expect([
    same("3~5天，100~200元"), same("~once~"), same("all ~~~three~~~ of them"), same("a ~~ b ~~ c"), same("~~open"),
    ["~~gone~~", "<del>gone</del>"],
    ["原价~~100元~~80元", "原价<del>100元</del>80元"],
    ["~~作废：~~新的", "<del>作废：</del>新的"],
  ]);
});

test("an address ends before Chinese punctuation and the punctuation of its sentence", () => {
  const link = (address: string) => `<a ${address}>${address}</a>`;
  const address = "https://example.com/docs";
  for (const mark of "，。、；：！？）】」』》〉”’…—～（【「《“") {
    expect([[`见${address}${mark}谢谢`, `见${link(address)}${mark}谢谢`], [`${address}${mark}`, `${link(address)}${mark}`]]);
  }
  for (const mark of [".", ",", ";", ":", "!", "?", "'", '"', "*", "_", "...", ")."]) expect([[`${address}${mark}`, `${link(address)}${mark}`]]);
  expect([
    [`(${address})`, `(${link(address)})`],
    [`（${address}）`, `（${link(address)}）`],
    ["https://en.wikipedia.org/wiki/A_(b)", link("https://en.wikipedia.org/wiki/A_(b)")],
    ["https://zh.wikipedia.org/wiki/中文", link("https://zh.wikipedia.org/wiki/中文")],
    [`**${address}**。`, `<strong>${link(address)}</strong>。`],
    [`**${address}**文字`, `<strong>${link(address)}</strong>文字`],
    ["https://a.example/x_y_z?a=1&b=2#c", link("https://a.example/x_y_z?a=1&b=2#c")],
    ["www.example.com.", "<a http://www.example.com>www.example.com</a>."],
    ["写信给me_2@example.com。", "写信给<a mailto:me_2@example.com>me_2@example.com</a>。"],
    [`<${address}>`, link(address)],
    same("https://"), same("http:// x"), same("a@b"), same("xhttps://example.com"),
  ]);
});

test("emphasis works beside Chinese, and no name or product is emphasised", () => {
  expect([
    ["**注意：**请", "<strong>注意：</strong>请"],
    ["这是**“重点”**的", "这是<strong>“重点”</strong>的"],
    ["请看**《红楼梦》**一书", "请看<strong>《红楼梦》</strong>一书"],
    ["**Note:**请", "<strong>Note:</strong>请"],
    ["使用**`ls`**命令", "使用<strong><code>ls</code></strong>命令"],
    ["**完成。**Next", "<strong>完成。</strong>Next"],
    ["*（斜体）*字", "<em>（斜体）</em>字"],
    ["それは**「重要」**です", "それは<strong>「重要」</strong>です"],
    ["***全部***。", "<em><strong>全部</strong></em>。"],
    ["**粗*斜*体**", "<strong>粗<em>斜</em>体</strong>"],
    same("snake_case_name"), same("2*3*4"), same("x**2 + y**2"), same("a * b * c"), same("5 * 3 * 2"), same("文件_名称_最终"), same("** a **"),
    ["talk**ed**", "talk<strong>ed</strong>"],
    ["_a_ __b__ *c* **d**", "<em>a</em> <strong>b</strong> <em>c</em> <strong>d</strong>"],
    ["_“引用”_，", "<em>“引用”</em>，"],
  ]);
});

test("emphasis, code and links are read as CommonMark has them", () => {
  expect([
    ["*foo**bar**baz*", "<em>foo<strong>bar</strong>baz</em>"],
    ["**foo*", "*<em>foo</em>"],
    ["*foo`*`", "*foo<code>*</code>"],
    ["`` a`b ``", "<code>a`b</code>"],
    ["`open", "`open"],
    ["\\*a\\* \\` \\$", "*a* ` $"],
    ["a  \nb\\\nc\nd", "a<br>b<br>c\nd"],
    ["&lt;b&gt; &amp;amp; &#20013; &unknown; &", "<b> &amp; 中 &unknown; &"],
    ["[a](https://x.example \"t\")", "<a https://x.example>a</a>"],
    ["[a](<https://x.example/a b>)", "<a https://x.example/a b>a</a>"],
    ["[a [b](https://y.example) c](https://x.example)", "[a <a https://y.example>b</a> c](<a https://x.example>https://x.example</a>)"],
    ["![图](https://x.example/i.png)", "<img https://x.example/i.png>图</img>"],
    ["[[1]](https://x.example)", "<a https://x.example>[1]</a>"],
    ["[https://x.example](https://x.example)", "<a https://x.example><a https://x.example>https://x.example</a></a>"],
    ["*[a*](https://x.example)", "*<a https://x.example>a*</a>"],
    same("[a] [b][c] ![d]"), same("a < b > c"),
    ["<b *x*>*y*</b>", "<b *x*><em>y</em></b>"],
    ["a<br>b<br/>c", "a<br>b<br>c"],
  ]);
});

test("reference links and footnotes are links, wherever they are defined", () => {
  const end = "\n\n[docs]: https://example.com/docs\n[中文 页]: <https://example.com/zh> \"t\"\n[bad]: javascript:alert(1)\n[^1]: A **note**.\n[^long]: One\n    and more.\n\n    - with a list\n";
  assert.equal(
    shown(`See [the docs][docs], [Docs][], [docs], [中文  页] and [none][].[^1] [^long] [^2]${end}`),
    "<p>See <a https://example.com/docs>the docs</a>, <a https://example.com/docs>Docs</a>, <a https://example.com/docs>docs</a>, " +
      "<a https://example.com/zh>中文  页</a> and [none][].<sup 1> <sup long> [^2]</p><p>[bad]: javascript:alert(1)</p>" +
      "<note 1><p>A <strong>note</strong>.</p></note><note long><p>One\nand more.</p><ul><li><p>with a list</p></></note>",
  );
  assert.equal(shown("[a]\n\n> - [a]: https://x.example\n\n[a]: https://y.example"), "<p><a https://x.example>a</a></p><quote><ul><li></></quote>");
});

test("prices are no formulas and formulas are", () => {
  expect([
    same("It costs $5 or $6, at most $7."), same("$ a $"), same("$a"),
    ["Take $a^2$ of it", "Take <math>a^2</math> of it"],
    ["Take \\(a^2\\) of \\[b\\] and $$c$$", "Take <math>a^2</math> of <math>b</math> and <math>c</math>"],
    ["令$x_1$和$x_2$为", "令<math>x_1</math>和<math>x_2</math>为"],
    ["$a\\$b$", "<math>a\\$b</math>"],
    ["\\(open", "(open"],
  ]);
});
