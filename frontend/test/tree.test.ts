import assert from "node:assert/strict";
import test from "node:test";
import { type Message, ownMessage } from "../src/chat/thread/message";
import { emptyTree, itemsTo, leafBelow, readTree, rootId, withMessage, withoutLeaf } from "../src/chat/thread/tree";

const question = (id: string, parent: string): Message => ownMessage(id, id, parent, "demo");
const answer = (id: string, parent: string): Message => ({ ...question(id, parent), role: "assistant" });

function build(...messages: Message[]) {
  return messages.reduce((tree, message) => withMessage(tree, message, message.parent ?? rootId), emptyTree);
}

test("thoughts and answer are one item with the siblings of the first", () => {
  const tree = build(question("q", rootId), answer("t1", "q"), answer("a1", "t1"), answer("a2", "q"));
  const items = itemsTo(tree, "a1");
  assert.deepEqual(items.map((item) => item.messages.map((message) => message.id)), [["q"], ["t1", "a1"]]);
  assert.deepEqual(items[1]?.siblings, ["t1", "a2"]);
});

test("an answer that gets thoughts before it moves below them", () => {
  const first = build(question("q", rootId), answer("a", "q"));
  const tree = withMessage(withMessage(first, answer("t", "q"), "q"), answer("a", "t"), "t");
  assert.deepEqual(tree["q"]?.children, ["t"]);
  assert.deepEqual(tree["t"]?.children, ["a"]);
});

test("a message never moves below itself", () => {
  const tree = build(question("q", rootId), answer("a", "q"));
  assert.deepEqual(withMessage(tree, question("q", "a"), "a")["q"]?.parent, rootId);
});

test("an edit is a sibling, and taking it out again leaves the tree as it was", () => {
  const tree = build(question("q", rootId), answer("a", "q"));
  const edited = withMessage(tree, question("q2", rootId), rootId);
  assert.deepEqual(itemsTo(edited, "q2")[0]?.siblings, ["q", "q2"]);
  assert.deepEqual(withoutLeaf(edited, "q2"), tree);
});

test("a branch leads to its newest leaf", () => {
  const tree = build(question("q", rootId), answer("a1", "q"), answer("a2", "q"), question("q2", "a2"));
  assert.equal(leafBelow(tree, "q"), "q2");
});

test("a mapping with strange nodes is read without harm", () => {
  const tree = readTree({
    root: { id: "root", message: null, parent: null, children: ["x", 7] },
    x: { message: { id: "x", author: {}, content: null }, parent: "root" },
    y: "nonsense",
  });
  assert.deepEqual(tree["root"]?.children, ["x"]);
  assert.deepEqual(itemsTo(tree, "x"), []);
  assert.deepEqual(readTree("nonsense"), emptyTree);
});
