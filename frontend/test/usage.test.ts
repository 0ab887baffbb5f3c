import assert from "node:assert/strict";
import test from "node:test";
import { usageEn } from "../src/shared/usage/en";
import { usageZh } from "../src/shared/usage/zh";

// The languages look at the browser's own choice; there is none here. Numbers read alike in both.
Object.assign(globalThis, { document: { cookie: "language=zh" }, localStorage: { getItem: () => null } });
const { endOfDay, isFiltered, noFilter, startOfDay, usagePath, usageQuery } = await import("../src/shared/usage/usage");
const { accountWords, attemptWords, durationWords, keyWords, outcomeWords, stopWords } = await import("../src/shared/usage/words");

test("the first page is asked for with an empty cursor, the next by the text that the last one gave", () => {
  assert.equal(usagePath("/api/log/self", noFilter, ""), "/api/log/self?cursor=&page_size=50");
  assert.equal(usagePath("/api/log/self", { ...noFilter, status: "failed" }, "a+b="), "/api/log/self?cursor=a%2Bb%3D&page_size=50&status=failed");
});

test("a filter goes under the server's names, and what is not filtered by is left out", () => {
  assert.deepEqual(usageQuery(noFilter), {});
  assert.equal(isFiltered({ ...noFilter, model: "  " }), false);
  assert.deepEqual(usageQuery({ model: " gpt-4o ", key: "editor", status: "stopped", from: "", to: "", username: "ada", channel: 4 }), {
    username: "ada", token_name: "editor", model_name: "gpt-4o", channel: 4, status: "stopped",
  });
});

test("days are whole days of the reader's time zone, the last one with its last second", () => {
  assert.equal(startOfDay("2026-11-28"), new Date(2026, 10, 28).getTime() / 1000);
  assert.equal(endOfDay("2026-12-31"), new Date(2027, 0, 1).getTime() / 1000 - 1);
  assert.equal(startOfDay(""), undefined);
  assert.equal(endOfDay("soon"), undefined);
});

test("durations are short, and finer the shorter they are", () => {
  assert.equal(durationWords(null, usageEn), "–");
  assert.equal(durationWords(3, usageEn), "<0.01 s");
  assert.equal(durationWords(423, usageEn), "0.42 s");
  assert.equal(durationWords(3_460, usageEn), "3.5 s");
  assert.equal(durationWords(12_400, usageEn), "12 s");
  assert.equal(durationWords(59_900, usageEn), "1 min 0 s");
  assert.equal(durationWords(65_000, usageZh), "1 分 5 秒");
});

test("an attempt says which account, what went wrong and the upstream's status", () => {
  const attempt = { account: 4, account_name: "team-01", outcome: "upstream_rate_limited", status: 429 };
  assert.equal(attemptWords(attempt, usageEn), "team-01: too many requests (HTTP 429)");
  assert.equal(attemptWords({ ...attempt, account: 0, account_name: "" }, usageZh), "请求过多（HTTP 429）");
  assert.equal(attemptWords({ ...attempt, account_name: "", outcome: "ok", status: 200 }, usageEn), "#4: answered");
  assert.equal(attemptWords({ ...attempt, outcome: "upstream_timeout", status: null }, usageEn), "team-01: no answer in time");
});

test("a code of a newer server is shown itself", () => {
  assert.equal(outcomeWords("upstream_on_fire", usageEn), "upstream_on_fire");
});

test("an answer that simply ended needs no reason", () => {
  assert.equal(stopWords({ stop_reason: "stop" }, usageEn), "");
  assert.equal(stopWords({ stop_reason: "" }, usageEn), "");
  assert.equal(stopWords({ stop_reason: "length" }, usageEn), "longest length reached");
  assert.equal(stopWords({ stop_reason: "The client went away." }, usageEn), "The client went away.");
});

test("a request is by a key or from the chat, and its account may be hidden", () => {
  assert.equal(keyWords({ endpoint: "chat", token_id: 0, token_name: "" }, usageEn), "Chat");
  assert.equal(keyWords({ endpoint: "chat", token_id: 7, token_name: "" }, usageEn), "#7");
  assert.equal(keyWords({ endpoint: "chat/completions", token_id: 0, token_name: "" }, usageEn), "Playground");
  assert.equal(keyWords({ endpoint: "mini-program/image", token_id: 0, token_name: "" }, usageZh), "小程序");
  assert.equal(accountWords({ channel: 0, channel_name: "" }), "–");
});

test("both languages know the same outcomes and statuses", () => {
  assert.deepEqual(Object.keys(usageZh.outcomes).sort(), Object.keys(usageEn.outcomes).sort());
  assert.deepEqual(Object.keys(usageZh.statuses), Object.keys(usageEn.statuses));
});
