import assert from "node:assert/strict";
import test from "node:test";
import { en } from "../src/admin/accounts/en";
import { facts, windowWords } from "../src/admin/accounts/loginWords";
import { zh } from "../src/admin/accounts/zh";

const moment = (seconds: number) => `t${seconds}`;
const login = { email: "ada@example.org", plan: "plus", account_id: "acc-1", expires_at: 9, renews: true };

test("a login says whose it is, its plan, its workspace and when it is renewed", () => {
  assert.deepEqual(facts(login, en.login, moment), ["ada@example.org", "plan plus", "workspace acc-1", "renewed before t9"]);
  assert.deepEqual(facts({ ...login, renews: false, account_id: "" }, zh.login, moment), ["ada@example.org", "套餐 plus", "t9 到期", "没有刷新令牌"]);
});

test("what is not known of a login is not said", () => {
  assert.deepEqual(facts({ email: "", plan: "", account_id: "", expires_at: null, renews: true }, en.login, moment), []);
});

test("a window says how much is used, and when it begins anew if that is known", () => {
  assert.equal(windowWords({ name: "5h", used_percent: 12.4, resets_at: 7 }, en.login, moment), "5h: 12% used. New at t7.");
  assert.equal(windowWords({ name: "7d", used_percent: 100, resets_at: null }, zh.login, moment), "7d：已用 100%。");
});
