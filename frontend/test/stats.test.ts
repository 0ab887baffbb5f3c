import assert from "node:assert/strict";
import test from "node:test";

Object.assign(globalThis, { document: { cookie: "language=zh" }, localStorage: { getItem: () => null } });
const { change, successShare } = await import("../src/shared/stats/stats");
const { changeWords, shareWords } = await import("../src/shared/stats/words");

test("what neither succeeded nor failed does not count for the rate of successes", () => {
  assert.equal(successShare({ succeeded: 3, failed: 1 }), 0.75);
  assert.equal(successShare({ succeeded: 0, failed: 0 }), null);
});

test("one failure of ten thousand is not rounded away", () => {
  assert.equal(shareWords(9_999 / 10_000), "99.9%");
  assert.equal(shareWords(1), "100%");
  assert.equal(shareWords(0.5), "50%");
  assert.equal(shareWords(null), "–");
});

test("a change is in percent of what was, and none where nothing was", () => {
  assert.equal(changeWords(change(15, 10) ?? 0), "+50%");
  assert.equal(changeWords(change(5, 10) ?? 0), "-50%");
  assert.equal(change(5, 0), null);
});
