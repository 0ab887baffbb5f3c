import assert from "node:assert/strict";
import test from "node:test";
import { mayBeColoured, segmentsOf } from "../src/markdown/segments";
import { Chance } from "./random";

test("code is coloured in parts that are its text, short, and the same while it grows", () => {
  const chance = new Chance(1);
  const code = Array.from({ length: 4_000 }, () => "x".repeat(chance.below(60)).slice(0, chance.below(3) * 30)).join("\n");
  const segments = segmentsOf(code);
  assert.equal(segments.join(""), code);
  assert.ok(segments.length > 10 && segments.every((segment) => segment.length < 4_100));
  for (let end = 0; end < code.length; end += 997) {
    const before = segmentsOf(code.slice(0, end));
    assert.deepEqual(before.slice(0, -1), segments.slice(0, before.length - 1));
  }
});

test("a part with a line that nobody reads has no colours", () => {
  assert.deepEqual(segmentsOf("x".repeat(50_000)).map(mayBeColoured), [false]);
  assert.deepEqual([`${"x".repeat(1_000)}\n`, `a\n${"x".repeat(1_001)}`, `${"x".repeat(1_001)}\na`, ""].map(mayBeColoured), [true, false, false, true]);
});
