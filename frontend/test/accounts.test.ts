import assert from "node:assert/strict";
import test from "node:test";
import type { AccountStatus } from "../src/chat/accounts/accounts";
import { accountsEn } from "../src/chat/accounts/en";
import { isStale, stateHint, stateWords, toneOf, usedPercent, windowWords } from "../src/chat/accounts/status";
import { accountsZh } from "../src/chat/accounts/zh";
import { en } from "../src/chat/marks/en";
import { continuedWords } from "../src/chat/marks/words";
import { zh } from "../src/chat/marks/zh";
import { readMessage } from "../src/chat/thread/message";
import { plain } from "../src/shared/ui/Sentence";

const now = 1_000;
const moment = (seconds: number): string => `@${seconds}`;
const account = (state: string, until: number | null = null, name = "A"): AccountStatus => ({ name, state, until, windows: [] });
const states = ["healthy", "cooling", "limited", "needs_login", "needs_attention", "draining", "disabled"];

test("every state has words in both languages, and all but the good one say what they mean", () => {
  for (const t of [accountsEn, accountsZh]) {
    for (const state of states) {
      assert.ok(stateWords(account(state), t, moment, now));
      assert.equal(stateHint(account(state), t, moment, now) === null, state === "healthy");
    }
  }
  assert.equal(stateWords(account("healthy"), accountsEn, moment, now), "Works");
});

test("a rest has its end while that is to come", () => {
  assert.equal(stateWords(account("limited", now + 60), accountsEn, moment, now), "Limited until @1060");
  assert.equal(stateWords(account("limited", now), accountsEn, moment, now), "Limited");
  assert.equal(stateWords(account("limited", now + 60), accountsZh, moment, now), "受限，@1060 恢复");
  assert.ok(stateHint(account("cooling", now + 5), accountsEn, moment, now)?.includes("asked again at @1005"));
  assert.equal(stateHint(account("cooling", now - 5), accountsEn, moment, now), accountsEn.hints["cooling"]);
});

test("a state of a newer server needs attention", () => {
  assert.equal(stateWords(account("melted"), accountsEn, moment, now), "Needs attention");
  assert.equal(stateHint(account("melted"), accountsEn, moment, now), accountsEn.hints["needs_attention"]);
  assert.equal(toneOf("melted"), "bad");
  assert.equal(toneOf("healthy"), "good");
});

test("windows are named by their lengths, and never over-full", () => {
  assert.equal(windowWords("5h", accountsEn), "5 hours");
  assert.equal(windowWords("7d", accountsEn), "7 days");
  assert.equal(windowWords("code review 1h", accountsEn), "code review 1 hour");
  assert.equal(windowWords("weekly", accountsEn), "weekly");
  assert.equal(windowWords("5h", accountsZh), "5 小时");
  assert.deepEqual([-3, 12.5, 99.6, 140].map((used) => usedPercent({ name: "5h", used_percent: used, resets_at: null })), [0, 13, 100, 100]);
  assert.ok(isStale({ name: "5h", used_percent: 90, resets_at: now }, now));
  assert.ok(!isStale({ name: "5h", used_percent: 90, resets_at: now + 1 }, now));
  assert.ok(!isStale({ name: "5h", used_percent: 90, resets_at: null }, now));
});

test("a line says who goes on, and of the former account only what is known", () => {
  const line = (accounts: AccountStatus[], t = en, names: { account: string | null; former: string | null } = { account: "B", former: "A" }): string =>
    plain(continuedWords(names, accounts, t, moment, now));
  assert.equal(line([]), "Continued with account B.");
  assert.equal(line([account("healthy")]), "Continued with account B.");
  assert.equal(line([account("cooling", now + 5)]), "Continued with account B; A does not work at the moment.");
  assert.equal(line([account("needs_login")]), "Continued with account B; A does not work at the moment.");
  assert.equal(line([account("limited", now + 60)]), "Continued with account B; A takes no more questions until @1060.");
  assert.equal(line([account("limited", now - 60)]), "Continued with account B; A takes no more questions for now.");
  assert.equal(line([account("draining")]), "Continued with account B; A was switched off.");
  assert.equal(line([account("cooling", null, "C")]), "Continued with account B.");
  assert.equal(line([account("cooling"), account("healthy")]), "Continued with account B.", "two of one name");
  assert.equal(line([account("cooling")], en, { account: null, former: null }), "Continued with another account.");
  assert.equal(line([account("cooling")], zh), "已由账号 B 继续；A 目前不可用。");
  assert.equal(line([], zh), "已由账号 B 继续。");
});

test("names in a line turn nothing around", () => {
  assert.ok(continuedWords({ account: "ب", former: null }, [], en, moment, now).includes("\u2068ب\u2069"));
});

test("a message knows whether its conversation went on with another account", () => {
  const message = (metadata: { [key: string]: { account: string | null; former: string | null } }) =>
    readMessage({ id: "a", author: { role: "assistant" }, content: { content_type: "text", parts: ["x"] }, metadata })?.continued;
  assert.deepEqual(message({ continued: { account: "B", former: "A" } }), { account: "B", former: "A" });
  assert.deepEqual(message({ continued: { account: "B", former: null } }), { account: "B", former: null });
  assert.equal(message({}), null);
});
