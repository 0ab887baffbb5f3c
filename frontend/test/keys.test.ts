import assert from "node:assert/strict";
import test from "node:test";
import { addressLines, badAddressLine } from "../src/shared/keys/addresses";
import { expiryOf } from "../src/shared/expiry/expiry";
import { type KeyDraft, keyDraftOf, keyFieldsOf, problemsOfKey } from "../src/shared/keys/draft";
import { baseAddress, curlExample } from "../src/shared/keys/example";
import { type ApiKey, keyState, maskedKey, modelsOfKey, wholeKey } from "../src/shared/keys/keys";
import { keysEn } from "../src/shared/keys/en";
import { keysZh } from "../src/shared/keys/zh";

const now = 1_800_000_000;
const secret = "abcd" + "0123456789".repeat(4) + "wxyz";
const stored: ApiKey = {
  id: 3, user_id: 2, key: secret, status: 1, name: "editor", created_time: now - 100, accessed_time: 0, expired_time: -1,
  model_limits_enabled: true, model_limits: "gpt-4o, o3", allow_ips: "192.0.2.7\n2001:db8::/32",
  remain_quota: 0, unlimited_quota: true, used_quota: 0,
};
const draft = (changes: Partial<KeyDraft> = {}): KeyDraft => ({ ...keyDraftOf(stored), ...changes });
const wrong = (changes: Partial<KeyDraft>): string[] =>
  Object.entries(problemsOfKey(draft(changes), now, keysEn, "Past.")).filter(([, problem]) => problem !== null).map(([field]) => field);

test("a key is shown by its ends, and one that comes masked stays as it is", () => {
  assert.equal(maskedKey(secret), "sk-abcd…wxyz");
  assert.equal(maskedKey("abcd****wxyz"), "sk-abcd****wxyz");
  assert.equal(maskedKey("abcd…wxyz"), "sk-abcd…wxyz");
  assert.equal(maskedKey("*".repeat(16)), "sk-********");
  assert.equal(wholeKey(secret), `sk-${secret}`);
});

test("a key whose time is over is expired, whatever its status says", () => {
  const state = (status: number, expired_time: number) => keyState({ status, expired_time }, now);
  assert.equal(state(1, -1), "on");
  assert.equal(state(2, now + 1), "off");
  assert.equal(state(1, now), "expired");
  assert.equal(state(2, now - 1), "expired");
  assert.equal(state(3, -1), "expired");
  assert.equal(state(4, -1), "spent");
});

test("models limit a key only where that is switched on", () => {
  assert.deepEqual(modelsOfKey(stored), ["gpt-4o", "o3"]);
  assert.equal(modelsOfKey({ ...stored, model_limits_enabled: false }), null);
});

test("an expiry is never, some days from now, or a date of choice", () => {
  assert.equal(expiryOf({ expiry: "never", date: "" }, now), null);
  assert.equal(keyFieldsOf(draft({ expiry: "never" }), now, stored).expired_time, -1);
  assert.equal(expiryOf({ expiry: "7", date: "" }, now), now + 7 * 86_400);
  assert.equal(expiryOf({ expiry: "date", date: "2027-01-15T10:00" }, now), new Date(2027, 0, 15, 10).getTime() / 1000);
  assert.deepEqual(wrong({ expiry: "date", date: "" }), ["expired_time"]);
  assert.deepEqual(wrong({ expiry: "date", date: "2020-01-01T00:00" }), ["expired_time"]);
});

test("a key that was not touched is sent back as it was, its date to the minute", () => {
  const { name, expired_time, model_limits_enabled, allow_ips } = stored;
  assert.deepEqual(keyFieldsOf(draft(), now, stored), { name, expired_time, model_limits_enabled, model_limits: "gpt-4o,o3", allow_ips });
  const minute = now - (now % 60);
  assert.equal(keyFieldsOf(keyDraftOf({ ...stored, expired_time: minute }), now, stored).expired_time, minute);
});

test("what is left is sent where it was typed, and not as it was read: it may have been spent meanwhile", () => {
  const limited = { ...stored, unlimited_quota: false, remain_quota: 1_250_000 };
  const typed = (left: string) => keyFieldsOf({ ...keyDraftOf(limited), left }, now, limited);
  assert.equal(keyDraftOf(limited).left, "2.5");
  assert.equal("remain_quota" in keyFieldsOf(keyDraftOf(limited), now, limited), false);
  assert.deepEqual([typed("0.000002").remain_quota, typed("0.000002").unlimited_quota], [1, false]);
  assert.deepEqual([typed(" ").remain_quota, typed(" ").unlimited_quota], [undefined, true]);
  assert.equal(keyDraftOf({ ...limited, remain_quota: -7 }).left, "0");
  assert.equal(keyDraftOf({ ...limited, remain_quota: 50_000_000 }).left, "100");
  assert.equal(keyFieldsOf(draft({ left: "3" }), now, null).remain_quota, 1_500_000);
  assert.deepEqual(wrong({ left: "-1" }), ["remain_quota"]);
  assert.deepEqual(wrong({ left: "1.1234567" }), ["remain_quota"]);
});

test("a name has at most 50 bytes, and models are ticked where they are limited", () => {
  assert.deepEqual(wrong({ name: " " }), ["name"]);
  assert.deepEqual(wrong({ name: "钥".repeat(16) }), []);
  assert.deepEqual(wrong({ name: "钥".repeat(17) }), ["name"]);
  assert.deepEqual(wrong({ models: [] }), ["model_limits"]);
  assert.deepEqual(wrong({ models: [], isLimited: false }), []);
});

test("addresses are one on each line: IPv4, IPv6 or a range", () => {
  assert.equal(badAddressLine("192.0.2.7\n\n 10.0.0.0/8 \n::1\n2001:db8::/32\r\n::ffff:192.0.2.1/128"), null);
  for (const bad of ["192.0.2", "256.0.0.1", "192.0.2.1/33", "2001:db8::/129", "1::2::3", "host.example", "10.0.0.0/8/8", "10.0.0.0/", "01.2.3.4"]) {
    assert.equal(badAddressLine(`::1\n${bad}`), 2, bad);
  }
  assert.deepEqual(addressLines(" ::1 \n\n192.0.2.7\r\n"), ["::1", "192.0.2.7"]);
});

test("the example is fit for a shell, whatever the model is called", () => {
  const text = curlExample(baseAddress("https://chat.example"), "sk-x", "it's");
  assert.ok(text.startsWith("curl https://chat.example/v1/chat/completions \\\n"));
  assert.ok(text.includes("'Authorization: Bearer sk-x'"));
  assert.ok(text.includes(String.raw`{"model":"it'\''s","messages"`));
});

test("both languages name the same states", () => {
  assert.deepEqual(Object.keys(keysZh.states), Object.keys(keysEn.states));
});
