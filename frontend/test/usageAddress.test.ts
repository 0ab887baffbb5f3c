import assert from "node:assert/strict";
import test from "node:test";

Object.assign(globalThis, {
  document: { cookie: "language=zh" }, localStorage: { getItem: () => null }, window: { addEventListener: () => undefined },
});
const { failures, filterIn, usageAddress, withoutFilter } = await import("../src/admin/usage/address");
const { usageQuery } = await import("../src/shared/usage/usage");
const { arrivedParts } = await import("../src/admin/usage/Arrived");
const { statusWords } = await import("../src/shared/usage/words");
const { en } = await import("../src/admin/usage/en");
const { usageEn } = await import("../src/shared/usage/en");

const asked = (address: string) => usageQuery(filterIn(new URL(address, "http://here").searchParams));

test("where a figure leads, the server is asked for exactly what it counts", () => {
  assert.deepEqual(asked(usageAddress({ since: 100, until: 200, model: "gpt" })), { model_name: "gpt", start_timestamp: 100, end_timestamp: 199 });
  assert.deepEqual(asked(usageAddress({ group: "vip", status: failures, since: 100 })), { group: "vip", status: "failed,interrupted", start_timestamp: 100 });
  assert.deepEqual(asked(usageAddress({ keyId: 7 })), { token_id: 7 });
  assert.deepEqual(asked(usageAddress({ keyId: 0 })), { without_key: 1 });
  assert.deepEqual(asked(usageAddress({ username: "小林 & co", channel: 3 })), { username: "小林 & co", channel: 3 });
  assert.deepEqual(asked(usageAddress({ request: "0a" })), { request_id: "0a" });
});

test("days that are chosen besides narrow a span down, and never widen it", () => {
  const start = new Date(2026, 10, 29).getTime() / 1000;
  const filter = filterIn(new URLSearchParams(`since=${start - 5}&until=${start + 90_000}&from=2026-11-29&to=2026-11-29`));
  assert.deepEqual(usageQuery(filter), { start_timestamp: start, end_timestamp: start + 86_399 });
});

test("each filter without a field is said, and clearing takes all of them", () => {
  const words = (query: string) => arrivedParts(filterIn(new URLSearchParams(query)), en.arrived, String).map((part) => part.words);
  assert.deepEqual(words("since=1&until=9&group=vip&token=0&request=0a"), ["1 – 9", "Group: vip", "Without a key", "Request 0a"]);
  assert.deepEqual(words("since=1&token=4"), ["Since 1", "Key #4"]);
  assert.deepEqual(words("until=9&member=ada&token=x&since=-3"), ["Until 9"]);
  const all = Object.keys(withoutFilter());
  for (const name of ["since", "until", "group", "token", "request", "member", "channel", "model", "key", "status", "from", "to"]) assert.ok(all.includes(name), name);
});

test("several results are named one by one", () => {
  assert.equal(statusWords(failures, usageEn), "Failed, Interrupted");
  assert.equal(statusWords("odd", usageEn), "odd");
});
