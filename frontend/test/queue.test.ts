import assert from "node:assert/strict";
import test from "node:test";
import { mostQueued, Queue } from "../src/chat/thread/queue";

const texts = (queue: Queue) => queue.get().map((message) => message.text);

test("messages wait in their order, one can be taken out and put back, and there is an end", () => {
  const queue = new Queue();
  for (let number = 0; number < mostQueued; number++) assert.ok(queue.add(String(number), [], "m"));
  assert.ok(!queue.add("one more", [], "m"));
  const third = queue.take(queue.get()[2]?.id);
  assert.equal(third?.text, "2");
  assert.equal(queue.take()?.text, "0");
  if (third) queue.putFirst(third);
  assert.deepEqual(texts(queue).slice(0, 3), ["2", "1", "3"]);
  assert.equal(queue.take("nobody"), undefined);
  assert.equal(new Queue().take(), undefined);
});

test("what a page kept comes back with its ids, and nonsense does not", () => {
  const queue = new Queue();
  queue.add("one", [{ id: "f", name: "a.png", size: 7, width: 1, height: 2, text: null }], "m");
  queue.add("two", [], "m");
  const again = new Queue();
  again.restore(queue.kept);
  assert.deepEqual(again.get(), queue.get());
  again.restore(JSON.stringify([{ id: "x", text: "another tab's", model: "m" }]));
  assert.deepEqual(texts(again), ["one", "two"]);
  for (const kept of ["", "{", "null", "7", "[7, null, {}, {\"id\": 5}]", "{\"id\": \"x\"}"]) {
    const empty = new Queue();
    empty.restore(kept);
    assert.deepEqual(empty.get(), [], kept);
    assert.equal(empty.kept, "");
  }
});
