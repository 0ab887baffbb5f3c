import assert from "node:assert/strict";
import test from "node:test";
import { type QuotaWindow, stopping, tightest, usedShare } from "../src/chat/quota/quota";
import { limitsEn } from "../src/shared/limits/en";
import { windowName } from "../src/shared/limits/names";
import { limitsZh } from "../src/shared/limits/zh";

const window = (limit: number, used: number, more: Partial<QuotaWindow> = {}): QuotaWindow => ({
  scope: "member", window: "hour", limit, used, remaining: limit - used, resets_at: null, ...more,
});

test("the tightest window is the one with the least left", () => {
  const windows = [window(40, 10), window(200, 190, { window: "day" }), window(20, 5)];
  assert.equal(tightest(windows), windows[1]);
  assert.equal(tightest([]), null);
});

test("tokens and messages are not compared by number but by how much is used", () => {
  const messages = window(40, 10);
  const tokens = window(10_000, 9_000, { unit: "tokens" });
  assert.equal(tightest([messages, tokens]), tokens);
  assert.equal(tightest([tokens, { ...messages, used: 39, remaining: 1 }])?.unit, undefined);
});

test("only what can stop a message of this page to the model counts", () => {
  const windows = [
    window(-1, 10), window(5, 1, { models: ["gpt-*"] }), window(5, 1, { scope: "key" }), window(5, 1, { scope: "account" }),
  ];
  assert.deepEqual(stopping(windows, "gpt-4"), [windows[1], windows[3]]);
  assert.deepEqual(stopping(windows, "o3"), [windows[3]]);
});

test("of what has no limit nothing is used up, of a limit of zero all", () => {
  assert.equal(usedShare(window(-1, 10)), 0);
  assert.equal(usedShare(window(0, 0)), 1);
});

test("a window has a name in both languages, a length by its number", () => {
  const usual = { hour: "Per hour", day: "Today", week: "This week", month: "This month" };
  assert.equal(windowName(limitsEn, usual, { window: "day" }), "Today");
  assert.equal(windowName(limitsEn, usual, { window: "5h" }), "Every 5 hours");
  assert.equal(windowName(limitsZh, usual, { window: "5h" }), "每 5 小时");
  assert.equal(windowName(limitsEn, usual, { window: "1d" }), "Every day");
  assert.equal(windowName(limitsEn, usual, { window: "day", kind: "rolling" }), "In any 24 hours");
  assert.equal(windowName(limitsEn, usual, { window: "hour", kind: "calendar" }), "Per clock hour");
});
