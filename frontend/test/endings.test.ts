import assert from "node:assert/strict";
import test from "node:test";
import { endingOf } from "../src/chat/answer/endings";
import { answerText, type Message, ownMessage } from "../src/chat/thread/message";
import { en } from "../src/chat/answer/en";
import { zh } from "../src/chat/answer/zh";

const answer = (change: Partial<Message>): Message => ({ ...ownMessage("a", "", "q", "demo"), role: "assistant", ...change });

test("an answer that ended well and has text says nothing", () => {
  for (const finish of ["stop", "tool_calls", null]) assert.equal(endingOf(answer({ finish }), true, en), null);
});

test("an answer without a word says why, however the upstream ended it, in both languages", () => {
  for (const words of [en, zh]) {
    const said = ["stop", "tool_calls", "content_filter", "length", "something new", null].map((finish) => endingOf(answer({ finish }), false, words));
    assert.deepEqual(said, [words.emptyAnswer, words.emptyTools, words.emptyFiltered, words.emptyLength, words.emptyAnswer, words.emptyAnswer]);
  }
});

test("thoughts and blanks are no text: such an answer says that it is empty", () => {
  const thoughts = answer({ kind: "thoughts", text: "Let me think." });
  for (const parts of [[thoughts], [thoughts, answer({ text: "" })], [thoughts, answer({ text: "\n\n" })], [answer({}), answer({})]]) {
    const last = parts[parts.length - 1] ?? thoughts;
    assert.equal(endingOf(last, answerText(parts) !== "", en), en.emptyAnswer);
  }
  assert.equal(answerText([thoughts, answer({ text: "Because " }), answer({ text: "" }), answer({ text: "of it." })]), "Because of it.");
});

test("a stopped, an interrupted and a failed answer say so with or without text", () => {
  for (const hasText of [true, false]) {
    assert.equal(endingOf(answer({ status: "stopped" }), hasText, en), en.stopped);
    assert.equal(endingOf(answer({ status: "interrupted" }), hasText, en), en.interrupted);
    assert.equal(endingOf(answer({ status: "error", failure: "storage" }), hasText, en), en.failures["storage"]);
    assert.equal(endingOf(answer({ status: "error", failure: "new" }), hasText, en), en.failureOther);
  }
});
