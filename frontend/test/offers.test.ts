import assert from "node:assert/strict";
import test from "node:test";
import type { Model } from "../src/shared/models";
import { en } from "../src/chat/offers/en";
import { matching, offerOf } from "../src/chat/offers/offers";
import type { QuotaWindow } from "../src/chat/quota/quota";

const moment = (seconds: number) => `at ${seconds}`;
const model = (more: Partial<Model> = {}): Model => ({ slug: "gpt-5", title: "GPT-5", ...more });
const limit = (more: Partial<QuotaWindow> = {}): QuotaWindow => ({ window: "hour", limit: 5, used: 5, remaining: 0, resets_at: 60, ...more });
const offer = (of: Model, ...windows: QuotaWindow[]) => offerOf(of, windows, en, moment);

test("a model says what it is good for and what it counts as, and nothing where there is nothing to say", () => {
  assert.deepEqual(offer(model()), { slug: "gpt-5", label: "GPT-5", note: "", isOut: false });
  assert.equal(offer(model({ title: "" })).label, "gpt-5");
  assert.equal(offer(model({ description: "Thinks long", weight: 3 })).note, "Thinks long · counts as 3");
  assert.equal(offer(model({ weight: 0 })).note, "does not count");
});

test("one that nobody answers for cannot be chosen, and says until when", () => {
  const resting = offer(model({ unavailable: { reason: "resting", until: 90 } }), limit());
  assert.deepEqual([resting.note, resting.isOut], ["not available until at 90", true]);
  const broken = offer(model({ unavailable: { reason: "broken", until: null } }));
  assert.deepEqual([broken.note, broken.isOut], [en.modelBroken, true]);
});

test("a limit that is used up stops the models that it counts, until the last of them frees", () => {
  const spent = offer(model(), limit(), limit({ window: "day", resets_at: 500 }), limit({ resets_at: 900, remaining: 1, used: 4 }));
  assert.deepEqual([spent.note, spent.isOut], ["your quota for it is used up until at 500", true]);
  assert.equal(offer(model(), limit({ models: ["o3*"] })).isOut, false);
  assert.equal(offer(model(), limit({ limit: -1, remaining: -1 })).isOut, false);
  assert.equal(offer(model(), limit({ limit: 0, used: 0, resets_at: null })).note, en.modelBlocked);
});

test("a weighted limit needs room for the whole weight, and none for what does not count", () => {
  const left = limit({ unit: "weighted", remaining: 2, used: 3 });
  assert.deepEqual([1, 2, 3].map((weight) => offer(model({ weight }), left).isOut), [false, false, true]);
  assert.equal(offer(model({ weight: 0 }), limit({ unit: "weighted" })).isOut, false);
  assert.equal(offer(model({ weight: 3 }), limit({ unit: "messages", remaining: 1 })).isOut, false);
});

test("a limit on one account or key stops nobody here", () => {
  for (const scope of ["account", "member_account", "key"]) assert.equal(offer(model(), limit({ scope })).isOut, false, scope);
  for (const scope of ["member", "group", "global"]) assert.equal(offer(model(), limit({ scope })).isOut, true, scope);
});

test("models are found by all words of their names and lines, whatever else is in them", () => {
  const models = [model(), model({ slug: "o3", title: "Thinker", description: "For hard <b>maths</b> (100%)" }), model({ slug: "模型", title: "模型" })];
  const found = (sought: string) => matching(models, sought).map(({ slug }) => slug);
  assert.deepEqual(found("  "), ["gpt-5", "o3", "模型"]);
  assert.deepEqual(found("hard O3"), ["o3"]);
  assert.deepEqual(found("(100%"), ["o3"]);
  assert.deepEqual(found("模"), ["模型"]);
  assert.deepEqual(found("nothing"), []);
});
