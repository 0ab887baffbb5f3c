import assert from "node:assert/strict";
import test from "node:test";
import type { Range } from "../src/admin/statistics/range";
import type { Bucket, Sums } from "../src/shared/stats/stats";

Object.assign(globalThis, { document: { cookie: "language=zh" }, localStorage: { getItem: () => null } });
const { bucketEnd, rangeIn } = await import("../src/admin/statistics/range");
const { costPlot, firstTokenPlot, isEmpty, modelsPlot, requestsPlot, tokensPlot } = await import("../src/admin/statistics/plots");
const { axisWords, valueWords } = await import("../src/admin/statistics/values");
const { filterOf } = await import("../src/admin/statistics/filter");
const { en } = await import("../src/admin/statistics/en");
const { usageEn } = await import("../src/shared/usage/en");
const { lastDays } = await import("../src/chat/usage/lastDays");

const t = en.statistics;
const at = (text: string) => Date.parse(text) / 1000;
const now = at("2026-11-30T09:12:34Z");
const range = (query: string, zone = "Asia/Shanghai") => rangeIn(new URLSearchParams(query), now, zone);

test("the last 24 hours are whole hours, the one that runs among them", () => {
  const found = range("");
  assert.deepEqual([found?.name, found?.start, found?.end, found?.unit], ["24h", at("2026-11-29T10:00:00Z"), at("2026-11-30T10:00:00Z"), "hour"]);
  assert.equal(range("unit=day")?.unit, "hour");
});

test("days are those of the site, today is the last, and each is whole", () => {
  const found = range("range=7d");
  assert.deepEqual([found?.start, found?.end, found?.unit, found?.from, found?.to],
    [at("2026-11-23T16:00:00Z"), at("2026-11-30T16:00:00Z"), "day", "2026-11-24", "2026-11-30"]);
  assert.equal(range("range=7d&unit=hour")?.unit, "hour");
  assert.equal(range("range=30d&unit=hour")?.unit, "day", "720 hours are more than the server counts at once");
});

test("days of one's own count from the first to the last, and what is none of them is said", () => {
  const found = range("range=own&from=2026-03-28&to=2026-03-29", "Europe/Berlin");
  assert.deepEqual([found?.start, found?.end], [at("2026-03-27T23:00:00Z"), at("2026-03-29T22:00:00Z")]);
  for (const wrong of ["", "&from=2026-03-29", "&from=2026-03-30&to=2026-03-29", "&from=2024-01-01&to=2026-01-01"]) {
    assert.equal(range(`range=own${wrong}`), null, wrong);
  }
  assert.ok(range("range=own&from=2025-01-01&to=2026-02-04"));
});

test("a bucket ends where the next begins, also on a day of 23 hours, and with the range", () => {
  const found = range("range=own&from=2026-03-28&to=2026-03-29", "Europe/Berlin") as Range;
  assert.equal(bucketEnd(found, at("2026-03-27T23:00:00Z"), "Europe/Berlin"), at("2026-03-28T23:00:00Z"));
  assert.equal(bucketEnd(found, at("2026-03-28T23:00:00Z"), "Europe/Berlin"), at("2026-03-29T22:00:00Z"));
  assert.equal(bucketEnd({ ...found, unit: "hour" }, at("2026-03-28T10:00:00Z"), "Europe/Berlin"), at("2026-03-28T11:00:00Z"));
});

const none: Sums = {
  requests: 0, succeeded: 0, failed: 0, prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0, quota: 0,
  first_token_ms_p50: null, first_token_ms_p95: null, duration_ms_p50: null, duration_ms_p95: null,
};
const items: Bucket[] = [
  { ...none, at: 0, requests: 7, succeeded: 4, failed: 2, prompt_tokens: 70, completion_tokens: 30, quota: 250_000, first_token_ms_p50: 400, first_token_ms_p95: 900 },
  { ...none, at: 3600 },
];
const labels = [{ whole: "one", short: "1" }, { whole: "two", short: "2" }];

test("what is drawn are the sums of the buckets; where nothing was measured there is a gap", () => {
  assert.deepEqual(requestsPlot(items, labels, t).series.map(({ values }) => values), [[4, 0], [2, 0], [1, 0]]);
  assert.deepEqual(tokensPlot(items, labels, t).series.map(({ values }) => values), [[70, 0], [30, 0]]);
  assert.deepEqual(costPlot(items, labels, t).series.map(({ values }) => values), [[0.5, 0]]);
  assert.deepEqual(firstTokenPlot(items, labels, t).series.map(({ values }) => values), [[400, null], [900, null]]);
});

test("series of one chart differ in more than their colour", () => {
  for (const plot of [tokensPlot(items, labels, t), firstTokenPlot(items, labels, t)]) {
    assert.equal(new Set(plot.series.map(({ look }) => look)).size, plot.series.length);
  }
  const [succeeded, failed] = requestsPlot(items, labels, t).series;
  assert.ok(succeeded?.look !== failed?.look);
});

test("models beyond the first eight are one bar, and so is what the server left out", () => {
  const models = Array.from({ length: 10 }, (_, place) => ({ ...none, requests: 20 - place, id: null, name: `model-${place}` }));
  const total = { ...none, requests: models.reduce((sum, { requests }) => sum + requests, 0) + 5 };
  const plot = modelsPlot({ total, items: models, others: { ...none, requests: 5 } }, t);
  assert.equal(plot.labels.length, 9);
  assert.deepEqual([plot.labels[8]?.whole, plot.series[0]?.values[8]], [t.others, 12 + 11 + 5]);
  const long = modelsPlot({ total: none, items: [{ ...none, id: null, name: "claude-sonnet-4-5-20250929", requests: 0 }], others: null }, t);
  assert.deepEqual(long.labels[0], { whole: "claude-sonnet-4-5-20250929", short: "claude-sonnet-4-5-2…" });
});

test("a chart without a number says so instead", () => {
  assert.equal(isEmpty(requestsPlot(items, labels, t)), false);
  assert.equal(isEmpty(requestsPlot(items.slice(1), labels.slice(1), t)), true);
  assert.equal(isEmpty(firstTokenPlot(items.slice(1), labels.slice(1), t)), true);
});

test("values are said as what they are, and an axis has no half requests", () => {
  assert.equal(valueWords("number", 12_345, usageEn), "12,345");
  assert.equal(valueWords("dollars", 12.345_6, usageEn), "$12.35");
  assert.equal(valueWords("time", 1500, usageEn), "1.5 s");
  assert.equal(axisWords("number", 0.5, usageEn), "");
  assert.equal(axisWords("time", 0, usageEn), "0");
});

test("each place leads to its own requests, and what has no name in common leads nowhere", () => {
  assert.deepEqual(filterOf({ id: 3, name: "Editor" }, "key"), { keyId: 3 });
  assert.deepEqual(filterOf({ id: 0, name: "" }, "key"), { keyId: 0 });
  assert.deepEqual(filterOf({ id: 2, name: "" }, "account"), { channel: 2 });
  assert.deepEqual(filterOf({ id: 2, name: "ada" }, "member"), { username: "ada" });
  assert.equal(filterOf({ id: 2, name: "" }, "member"), null);
  assert.deepEqual(filterOf({ id: null, name: "vip" }, "group"), { group: "vip" });
  assert.deepEqual(filterOf({ id: null, name: "gpt" }, "model"), { model: "gpt" });
});

test("a member's 30 days end with the site's today", () => {
  assert.deepEqual(lastDays(now, "Asia/Shanghai"), { start: at("2026-10-31T16:00:00Z"), end: at("2026-11-30T16:00:00Z") });
});
