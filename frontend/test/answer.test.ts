import assert from "node:assert/strict";
import test from "node:test";
import { GrowingText, lex } from "../src/markdown/blocks";
import { answerText, type Message, ownMessage } from "../src/chat/thread/message";
import { seamsOf } from "../src/chat/marks/words";
import { emptyTree, itemsTo, rootId, withMessage } from "../src/chat/thread/tree";
import { shapeOf, shown } from "./shape";

function part(text: string, more: Partial<Message> = {}): Message {
  return { ...ownMessage("a", text, "q", "demo"), role: "assistant", ...more };
}

/** An answer that was cut there, and continued once for each cut. */
function parts(text: string, ...cuts: number[]): Message[] {
  return [...cuts, text.length].map((end, index) => part(text.slice(index === 0 ? 0 : cuts[index - 1], end)));
}

const awkward = [
  "Look:\n\n```python\ndef f():\n    return 1\n\nprint(f())\n```\n\nDone.",
  "~~~\n```\n~~~",
  "A word, and another one.",
  "So $$a^2 + b^2 = c^2$$ it is.\n\n$$\nx\n$$\n",
  "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n",
  "汉字🙂👨‍👩‍👧 e\u0301",
  "- one\n- two\n  - three\n\n    more\n1. x",
  "  \n\n    indented\n\n \n",
  "**bold** [link](https://example.com/a) and `code`",
];

test("an answer that was continued is the text that it would have been, wherever it was cut", () => {
  for (const text of awkward) {
    for (let cut = 0; cut <= text.length; cut++) {
      assert.equal(answerText(parts(text, cut)), text, `at ${cut} of ${text}`);
      const later = Math.min(text.length, cut + 3);
      assert.equal(answerText(parts(text, cut, later)), text, `at ${cut} and ${later} of ${text}`);
    }
  }
});

test("it is drawn as what was never cut, also where the first part was drawn as a whole before", () => {
  for (const text of awkward) {
    for (let cut = 0; cut <= text.length; cut++) {
      const growing = new GrowingText();
      growing.read(text.slice(0, cut), true);
      growing.read(text.slice(0, cut + 1), false);
      assert.deepEqual(growing.read(text, true), lex(text), `at ${cut} of ${text}`);
    }
  }
});

test("a fence that was cut in two is one block, and a table one table", () => {
  assert.equal(shown(answerText([part("```js\nlet a"), part(" = 1\n"), part("```\n")])), "<pre js>let a = 1</pre>");
  assert.equal(shown(answerText([part("| a | b |\n|---|---|\n| 1 "), part("| 2 |\n")])), "<table>a|b/1|2</table>");
  assert.equal(shapeOf(lex(answerText([part("$$x^"), part("2$$")]))), shown("$$x^2$$"));
});

test("thoughts, and parts without a word, leave no trace in the text", () => {
  const messages = [part("Hm.", { kind: "thoughts" }), part("One "), part("Hm again.", { kind: "thoughts" }), part(""), part("\n"), part("two")];
  assert.equal(answerText(messages), "One \ntwo");
  assert.equal(answerText([part(" "), part("\n")]), "");
});

test("where it was continued is told in characters, with the model where it is another", () => {
  const messages = [part("汉字🙂"), part(""), part("two", { model: "other" }), part("Hm.", { kind: "thoughts", model: "third" }), part("!", { model: "other" })];
  assert.deepEqual(seamsOf(messages), [{ at: 3, model: "other" }, { at: 6, model: null }]);
  assert.deepEqual(seamsOf([part("One")]), []);
  assert.deepEqual(seamsOf([part(""), part("One", { model: "other" })]), []);
});

test("a continued answer is one item of the list, with the versions of its first part", () => {
  const messages = [
    { ...ownMessage("q", "q", rootId, "demo") },
    part("one", { id: "a1", parent: "q" }), part("more", { id: "a2", parent: "a1" }), part("other", { id: "b", parent: "q" }),
  ];
  const tree = messages.reduce((before, message) => withMessage(before, message, message.parent ?? rootId), emptyTree);
  const items = itemsTo(tree, "a2");
  assert.deepEqual(items.map((item) => item.messages.length), [1, 2]);
  assert.deepEqual(items[1]?.siblings, ["a1", "b"]);
});
