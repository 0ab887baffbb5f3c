import assert from "node:assert/strict";
import test from "node:test";
import type { Limit } from "../src/admin/packages/types";
import { idle, preview } from "../src/admin/packages/limits";
import { en as panel } from "../src/admin/en";
import { en as words } from "../src/admin/packages/en";

const text = { ...panel, ...words };
const limits = (given: Record<string, number>): Limit[] => Object.entries(given).map(([window, limit]) => ({ window, limit }));
const idleWindows = (given: Limit[]) => idle(given).map((place) => given[place]?.window);

test("a limit that another one always reaches first is named", () => {
  assert.deepEqual(idleWindows(limits({ hour: 30, day: 2000 })), ["day"]);
  assert.deepEqual(idleWindows(limits({ day: 50, month: 40 })), ["day"]);
  assert.deepEqual(idleWindows(limits({ week: 10, day: 10 })), ["day"]);
});

test("an hour across midnight may see two days, so its limit counts up to twice the day's", () => {
  assert.deepEqual(idleWindows(limits({ hour: 39, day: 20 })), []);
  assert.deepEqual(idleWindows(limits({ hour: 40, day: 20 })), ["hour"]);
});

test("limits that all can stop are left alone", () => {
  assert.deepEqual(idleWindows(limits({ hour: 40, day: 200, week: 1000, month: 3000 })), []);
});

test("the preview says the limits as one sentence", () => {
  const [sentence] = preview(text, limits({ hour: 1, day: 20, month: 1400 }));
  assert.equal(sentence, "A member may send at most 1 message in any 60 minutes, 20 messages a day and 1,400 messages a month.");
});

test("a limit of zero blocks, whatever else is set; no limit at all does not", () => {
  assert.deepEqual(preview(text, limits({ hour: 5, week: 0 })), [text.packages.previewBlocked]);
  assert.deepEqual(preview(text, []), [text.packages.previewNone]);
});
