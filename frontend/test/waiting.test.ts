import assert from "node:assert/strict";
import test from "node:test";
import { type Message, ownMessage } from "../src/chat/thread/message";
import { emptyTree, rootId, type Tree, withMessage } from "../src/chat/thread/tree";
import { hasWords, secondsSince, waitBegan } from "../src/chat/answer/waiting";
import { en } from "../src/chat/answer/en";
import { zh } from "../src/chat/answer/zh";

const now = 1_700_000_000_000;

test("a wait counts from when it was asked for, by this machine's clock or by the server's where that can be true", () => {
  assert.equal(waitBegan(null, now), now);
  assert.equal(waitBegan(now / 1000 - 300, now), now - 300_000);
  assert.equal(waitBegan(now / 1000 + 60, now), now, "the server's clock is ahead");
  assert.equal(waitBegan(now / 1000 - 2 * 86_400, now), now, "no answer takes two days");
});

test("the seconds of a wait are whole and never negative", () => {
  assert.equal(secondsSince(now, now + 20_999), 20);
  assert.equal(secondsSince(now, now - 5_000), 0);
});

test("the time that has passed reads as minutes from one minute on", () => {
  assert.equal(en.stillWaiting(59), "Still waiting for the model… 59 s");
  assert.equal(en.stillWaiting(125), "Still waiting for the model… 2 min 5 s");
  assert.equal(zh.stillWaiting(20), "仍在等待模型… 20 秒");
  assert.equal(zh.stillWaiting(60), "仍在等待模型… 1 分 0 秒");
});

/** A question and what came after it, one below the other. */
function after(...answers: Partial<Message>[]): Tree {
  let tree = withMessage(emptyTree, ownMessage("q", "Why?", rootId, "m"), rootId);
  let parent = "q";
  for (const [index, change] of answers.entries()) {
    const message: Message = { ...ownMessage(`a${index}`, "", parent, "m"), role: "assistant", status: "in_progress", ...change };
    tree = withMessage(tree, message, parent);
    parent = message.id;
  }
  return tree;
}

test("an answer has words with its first one or its first thought", () => {
  assert.equal(hasWords(after(), "q"), false);
  assert.equal(hasWords(after({}), "a0"), false);
  assert.equal(hasWords(after({ text: "Be" }), "a0"), true);
  assert.equal(hasWords(after({ kind: "thoughts", text: "Hm" }), "a0"), true);
  assert.equal(hasWords(after({ kind: "thoughts", text: "Hm", status: "finished_successfully" }, {}), "a1"), true);
});

test("the words that an answer goes on from are not its own", () => {
  const cut: Partial<Message> = { text: "Because", status: "finished_successfully", finish: "length" };
  assert.equal(hasWords(after(cut), "a0"), false);
  assert.equal(hasWords(after(cut, {}), "a1"), false);
  assert.equal(hasWords(after(cut, { text: " of" }), "a1"), true);
});
