import assert from "node:assert/strict";
import test from "node:test";
import { en as panel } from "../src/admin/en";
import { amountIn, changedTables, draftOf, type PriceDraft, priceProblems } from "../src/admin/prices/draft";
import { en } from "../src/admin/prices/en";
import { usageEn } from "../src/shared/usage/en";
import type { UsageRow } from "../src/shared/usage/usage";

// The language that numbers are written in.
Object.assign(globalThis, { document: { cookie: "language=zh" }, localStorage: { getItem: () => null } });
const { receiptFacts } = await import("../src/shared/usage/receipt");

const text = { ...panel, ...en };
const free: PriceDraft = { kind: "free", ratio: "", completion: "", cache: "", dollars: "" };
const options = [
  { key: "ModelRatio", value: '{"alpha":1.25,"beta":2}' },
  { key: "CompletionRatio", value: '{"alpha":4}' },
  { key: "ModelPrice", value: '{"gamma":0.04}' },
];

test("a draft is what the options say of the model itself", () => {
  assert.deepEqual(draftOf(options, "alpha"), { ...free, kind: "tokens", ratio: "1.25", completion: "4" });
  assert.deepEqual(draftOf(options, "gamma"), { ...free, kind: "call", dollars: "0.04" });
  assert.deepEqual(draftOf(options, "delta"), free);
  assert.deepEqual(draftOf([{ key: "ModelRatio", value: "{" }], "alpha"), free);
});

test("only the tables that change are saved, with every other model's price, those that are added to first", () => {
  assert.deepEqual(changedTables(options, "alpha", draftOf(options, "alpha")), []);
  assert.deepEqual(changedTables(options, "alpha", { ...free, kind: "call", ratio: "1.25", dollars: "0.5" }), [
    { key: "ModelPrice", value: '{"gamma":0.04,"alpha":0.5}' },
    { key: "ModelRatio", value: '{"beta":2}' },
    { key: "CompletionRatio", value: "{}" },
  ]);
  assert.deepEqual(changedTables(options, "beta", free), [{ key: "ModelRatio", value: '{"alpha":1.25}' }]);
  assert.deepEqual(changedTables([], "__proto__", { ...free, kind: "tokens", ratio: "1" }), [{ key: "ModelRatio", value: '{"__proto__":1}' }]);
});

test("what is no price is said at its field, and only of the kind that is chosen", () => {
  for (const typed of ["-1", "1e3", "1,5", "x", "1000001", ".5", "1.", "0.0000000000001", "NaN"]) {
    assert.equal(amountIn(typed), null, typed);
    assert.equal(priceProblems({ ...free, kind: "tokens", ratio: "1", completion: typed }, text)["completion"], en.prices.range);
  }
  assert.equal(amountIn(" 0.25 "), 0.25);
  assert.equal(priceProblems({ ...free, kind: "call" }, text)["dollars"], text.common.required);
  assert.deepEqual(priceProblems({ ...free, ratio: "x" }, text), {});
});

function row(part: Partial<UsageRow>): UsageRow {
  return {
    username: "alice", group: "vip", quota: 0, status: "finished", first_token_ms: 1, prompt_tokens: 0, completion_tokens: 0, other: "{}", ...part,
  } as UsageRow;
}

test("a receipt names who pays, the counters and the ratios that they were multiplied by", () => {
  const other = JSON.stringify({ model_ratio: 1.5, group_ratio: 0.8, completion_ratio: 4, cache_tokens: 40, cache_ratio: 0.1 });
  assert.deepEqual(receiptFacts(row({ quota: 125_000, prompt_tokens: 100, completion_tokens: 10, other }), usageEn), [
    ["Paid by", "alice, group vip"],
    ["Cost", "$0.25 (125,000 units of money)"],
    ["Tokens in", "60 × 1"],
    ["From the cache", "40 × 0.1"],
    ["Tokens out", "10 × 4"],
    ["Model ratio", "1.5"],
    ["Group ratio", "0.8"],
  ]);
});

test("a receipt of a call, of a free model and of a failure say so", () => {
  const call = JSON.stringify({ model_price: 0.04, group_ratio: 1, calls: 3 });
  assert.deepEqual(receiptFacts(row({ quota: 60_000, other: call }), usageEn).slice(1), [
    ["Cost", "$0.12 (60,000 units of money)"], ["Price of a call", "$0.04 × 3"], ["Group ratio", "1"],
  ]);
  for (const other of ["{}", "", "null", "[1]"]) assert.deepEqual(receiptFacts(row({ other }), usageEn)[1], ["Cost", usageEn.free]);
  assert.deepEqual(receiptFacts(row({ status: "failed", first_token_ms: null, other: call }), usageEn)[1], ["Cost", usageEn.freeEnd]);
});
