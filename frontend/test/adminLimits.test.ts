import assert from "node:assert/strict";
import test from "node:test";
import type { Limit } from "../src/admin/packages/types";
import {
  draftOf, fieldNamed, fieldNames, type LimitDraft, limitsOf, newLimit, problemsOf,
} from "../src/admin/packages/draft";
import { idle, preview, repeated, sentence, whole, windowKey } from "../src/admin/packages/limits";
import { counts, lengthOf, scopes, units } from "../src/shared/limits/limits";
import { plain } from "../src/shared/ui/Sentence";
import { en as panel } from "../src/admin/en";
import { en } from "../src/admin/packages/en";
import { zh } from "../src/admin/packages/zh";

const text = { ...panel, ...en };
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

const says = (limit: Limit) => plain(sentence(text, limit));

test("a limit is one sentence", () => {
  assert.equal(says({ window: "5h", limit: 40, models: ["gpt-*"] }), "40 messages every 5 hours, counted per member; only gpt-*");
  assert.equal(says({ window: "day", limit: 1000, unit: "tokens", scope: "global" }), "1,000 tokens a day, counted for everybody together");
  assert.equal(says({ window: "hour", kind: "calendar", limit: 1, unit: "weighted", scope: "key" }), "1 weighted message per clock hour, counted per API key");
  assert.equal(says({ window: "1d", limit: 3, scope: "member_account" }), "3 messages every day, counted per member on each account");
  assert.equal(says({ window: "month", limit: -1, models: ["gpt-*", "o3"] }), "No limit on messages a month, counted per member; only gpt-*, o3");
  assert.equal(says({ window: "day", limit: 0, models: ["o3"] }), "Blocked: no messages to o3");
  assert.equal(says({ window: "day", limit: 0, scope: "account" }), "Blocked: no messages at all");
});

test("both languages know every scope, unit and window", () => {
  for (const words of [en, zh]) {
    const both = { ...panel, ...words };
    for (const scope of scopes) for (const unit of units) {
      for (const window of ["hour", "day", "week", "month", "90m"]) {
        assert.ok(!sentence(both, { scope, unit, window, limit: 2 }).includes("undefined"));
      }
    }
    for (const counted of [{ window: "hour", kind: "calendar" }, { window: "day", kind: "rolling" }, { window: "week", kind: "rolling" }]) {
      assert.ok(both.packages.sentence.windows[windowKey({ ...counted, limit: 1 })]);
    }
  }
});

test("a length is one minute to ninety days", () => {
  assert.deepEqual(lengthOf("5h"), { count: 5, unit: "h" });
  for (const window of ["1m", "90d", "2160h"]) assert.ok(lengthOf(window), window);
  for (const window of ["0m", "91d", "2161h", "5", "h", "5w", "-1h", "1.5h", "hour", ""]) assert.equal(lengthOf(window), null, window);
});

test("stars stand for anything, and case matters", () => {
  const is = (pattern: string, model: string) => counts({ window: "day", models: [pattern] }, model);
  for (const [pattern, model] of [["gpt-*", "gpt-4"], ["*", "o3"], ["*-mini", "o3-mini"], ["a*b*c", "a1b2c"], ["o3", "o3"], ["a*", "a"]] as const) assert.ok(is(pattern, model), `${pattern} ${model}`);
  for (const [pattern, model] of [["gpt-*", "o3"], ["o3", "o3-mini"], ["a*b*c", "ac"], ["ab*ba", "aba"], ["GPT-*", "gpt-4"]] as const) assert.ok(!is(pattern, model), `${pattern} ${model}`);
});

test("what has its usual value is not sent, and what is sent reads back the same", () => {
  const all: Limit[] = [
    { window: "hour", limit: 40 },
    { scope: "account", window: "5h", unit: "tokens", limit: 1000, models: ["gpt-*", "o3"] },
    { window: "hour", kind: "calendar", limit: 3 },
    { window: "week", kind: "rolling", limit: 3 },
    { window: "month", limit: -1 },
    { scope: "global", window: "day", limit: 0 },
  ];
  assert.deepEqual(limitsOf(draftOf(all)), all);
  const full = all.map((limit) => whole(limit));
  assert.deepEqual(limitsOf(draftOf(full)), all);
});

test("only a member's messages in a usual window are among the four", () => {
  const { usual, others } = draftOf([{ window: "day", limit: 20 }, { window: "day", limit: 30 }, { window: "week", limit: -1 }, { window: "5h", limit: 4 }]);
  assert.deepEqual(usual, { hour: "", day: "20", week: "", month: "" });
  assert.deepEqual(others.map((other) => [other.window, other.amount, other.isUnlimited]), [["day", "30", false], ["week", "", true], ["length", "4", false]]);
});

const problems = (change: Partial<LimitDraft>) => {
  const other = { ...newLimit([]), amount: "5", ...change };
  const found = Object.entries(problemsOf({ ...draftOf([]), others: [other] }, text)).filter(([, words]) => words !== null);
  return found.map(([field]) => field);
};

test("what is wrong with a limit is said at its field", () => {
  assert.deepEqual(problems({}), []);
  assert.deepEqual(problems({ amount: "" }), ["0.limit"]);
  assert.deepEqual(problems({ amount: "1000000001" }), ["0.limit"]);
  assert.deepEqual(problems({ amount: "-1" }), ["0.limit"]);
  assert.deepEqual(problems({ amount: "", isUnlimited: true }), []);
  assert.deepEqual(problems({ count: "91", lengthUnit: "d" }), ["0.window"]);
  assert.deepEqual(problems({ isOfSome: true, patterns: " , " }), ["0.models"]);
  assert.deepEqual(problems({ isOfSome: true, patterns: "gpt-4 o3" }), ["0.models"]);
  assert.deepEqual(problems({ isOfSome: true, patterns: "模".repeat(22) }), ["0.models"]);
  assert.deepEqual(problems({ isOfSome: true, patterns: Array(33).fill("x").map((x, at) => x + at).join() }), ["0.models"]);
  assert.deepEqual(problems({ isOfSome: true, patterns: "gpt-*, o3，o4、o5" }), []);
});

test("a limit that counts the same as an earlier one is a problem of the later one", () => {
  const same: Limit[] = [{ window: "5h", limit: 4, models: ["a", "b"] }, { window: "5h", limit: 9, models: ["b", "a"], scope: "member" }, { window: "5h", limit: 4, unit: "tokens" }];
  assert.deepEqual(repeated(same), [null, 0, null]);
  const found = problemsOf(draftOf([{ window: "day", limit: 2 }, { window: "day", limit: 3 }]), text);
  assert.equal(found["0.window"], text.packages.repeatsUsual("Per day"));
});

test("a limit of some models or of a length is named where a tighter one always stops earlier", () => {
  assert.deepEqual(idle([{ window: "5h", limit: 40 }, { window: "10h", limit: 40 }]), [0]);
  assert.deepEqual(idle([{ window: "5h", limit: 40 }, { window: "10h", limit: 80 }]), [1]);
  assert.deepEqual(idle([{ window: "5h", limit: 40 }, { window: "10h", limit: 79 }]), []);
  assert.deepEqual(idle([{ window: "60m", limit: 10 }, { window: "hour", limit: 10 }]), [1]);
  assert.deepEqual(idle([{ window: "day", limit: 40 }, { window: "day", limit: 50, models: ["gpt-*"] }]), [1]);
  assert.deepEqual(idle([{ window: "day", limit: 50 }, { window: "day", limit: 40, models: ["gpt-*"] }]), []);
});

test("limits of different scopes or units, without limit or blocking say nothing about one another", () => {
  assert.deepEqual(idle([{ window: "day", limit: 40, scope: "group" }, { window: "day", limit: 50 }]), []);
  assert.deepEqual(idle([{ window: "day", limit: 40, unit: "tokens" }, { window: "day", limit: 50 }]), []);
  assert.deepEqual(idle([{ window: "day", limit: -1 }, { window: "week", limit: 50 }]), []);
  assert.deepEqual(idle([{ window: "week", limit: 0 }, { window: "day", limit: 50 }]), []);
});

test("what the server says about one of the limits is said at its field in the form", () => {
  const draft = draftOf([{ window: "day", limit: 2 }, { window: "5h", limit: 3, kind: "rolling" }]);
  assert.equal(fieldNamed(draft, "limits[0].limit"), "day");
  assert.equal(fieldNamed(draft, "limits[1].models"), "0.models");
  assert.equal(fieldNamed(draft, "limits[1].kind"), "0.window");
  assert.equal(fieldNamed(draft, "limits[1]"), "0.window");
  assert.equal(fieldNamed(draft, "limits"), "limits");
  for (const name of ["limits[0].limit", "limits[1].kind", "limits[1].unit", "limits", "name"]) {
    assert.ok(fieldNames(draft).includes(fieldNamed(draft, name)), name);
  }
});
