import assert from "node:assert/strict";
import test from "node:test";
import { bytes, characters, isPasswordLength } from "../src/shared/lengths";

test("names are counted in code points and messages in bytes of UTF-8, as the server counts them", () => {
  const counted = (text: string) => [characters(text), bytes(text)];
  assert.deepEqual(counted(""), [0, 0]);
  assert.deepEqual(counted("abc"), [3, 3]);
  assert.deepEqual(counted("汉字"), [2, 6]);
  assert.deepEqual(counted("👍"), [1, 4]);
  assert.deepEqual(counted("👨‍👩‍👧"), [5, 18]);
  assert.deepEqual(counted("e\u0301"), [2, 3]);
});

test("a password has 8 to 128 code points", () => {
  assert.equal(isPasswordLength("👍".repeat(7)), false);
  assert.equal(isPasswordLength("👍".repeat(8)), true);
  assert.equal(isPasswordLength("👍".repeat(128)), true);
  assert.equal(isPasswordLength("x".repeat(129)), false);
});
