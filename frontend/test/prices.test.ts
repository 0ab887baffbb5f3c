import assert from "node:assert/strict";
import test from "node:test";
import { en as panel } from "../src/admin/en";
import { amountIn, changedTables, draftOf, pictureDraft, pictureOption, type PriceDraft, priceProblems } from "../src/admin/prices/draft";
import { en } from "../src/admin/prices/en";
import { usageEn } from "../src/shared/usage/en";
import type { UsageRow } from "../src/shared/usage/usage";

// The language that numbers are written in.
Object.assign(globalThis, { document: { cookie: "language=zh" }, localStorage: { getItem: () => null } });
const { receiptFacts } = await import("../src/shared/usage/receipt");

const text = { ...panel, ...en };
const free: PriceDraft = {
  kind: "free", ratio: "", completion: "", cache: "", dollars: "", second: "", image: "", audio: "", audioCompletion: "", audioInput: "",
  webSearch: "", fileSearch: "",
};
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

test("a price for a second, and those of tools, go into tables of their own and leave the usual ones", () => {
  const usual = [{ key: "WebSearchPrice", value: '{"o3*":10,"*":25}' }];
  assert.deepEqual(changedTables(usual, "whisper-1", { ...free, kind: "second", second: "0.0001", webSearch: "4", audio: "7" }), [
    { key: "SecondPrice", value: '{"whisper-1":0.0001}' },
    { key: "WebSearchPrice", value: '{"o3*":10,"*":25,"whisper-1":4}' },
  ]);
  assert.deepEqual(draftOf([{ key: "SecondPrice", value: '{"whisper-1":0.0001}' }], "whisper-1"), { ...free, kind: "second", second: "0.0001" });
  assert.equal(priceProblems({ ...free, kind: "second" }, text)["second"], text.common.required);
  assert.equal(priceProblems({ ...free, kind: "call", dollars: "1", webSearch: "x" }, text)["webSearch"], en.prices.range);
  const pictures = pictureDraft([{ key: "ImageToolPrice", value: '{"low":0.011,"high-wide":0.25}' }]);
  assert.equal(pictures["high-wide"], "0.25");
  assert.deepEqual(pictureOption({ ...pictures, low: "", medium: "1" }), { key: "ImageToolPrice", value: '{"medium":1,"high-wide":0.25}' });
});

test("a receipt tells seconds, sizes, searches, pictures of tools, and sound at its own price", () => {
  const facts = (charged: object, part: Partial<UsageRow> = {}) =>
    receiptFacts(row({ quota: 1, other: JSON.stringify({ group_ratio: 1, ...charged }), ...part }), usageEn).slice(2, -1);
  assert.deepEqual(facts({ second_price: 0.0001, sound_ms: 8470 }), [["Price of a second", "$0.0001 × 8.47 s"]]);
  assert.deepEqual(facts({ model_price: 0.04, calls: 2, picture_ratio: 3 }), [["Price of a call", "$0.04 × 2"], ["For its size and quality", "3"]]);
  const tools = { web_search: true, web_search_call_count: 3, web_search_price: 10, file_search_call_count: 1, file_search_price: 2.5 };
  assert.deepEqual(facts({ model_price: 0, ...tools, "image_generation_low-wide_count": 2, "image_generation_low-wide_price": 0.016 }), [
    ["Price of a call", "$0.00"], ["Web searches", "$0.01 × 3"], ["File searches", "$0.0025 × 1"], ["Large pictures, low quality", "$0.016 × 2"],
  ]);
  assert.deepEqual(facts({ model_ratio: 1, completion_ratio: 4, audio_input_token_count: 60, audio_input_price: 0.7 }, { prompt_tokens: 100 }), [
    ["Tokens in", "40 × 1"], ["Model ratio", "1"], ["Sound in, at its own price", "60 × $0.70 per 1M"],
  ]);
});
