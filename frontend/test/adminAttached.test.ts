import assert from "node:assert/strict";
import test from "node:test";
import { en as panel } from "../src/admin/en";
import { en as memberWords } from "../src/admin/members/en";
import { holders } from "../src/admin/packages/attached";
import { en } from "../src/admin/packages/en";
import { areSame, excessWords } from "../src/admin/packages/excess";
import type { Attached, Package } from "../src/admin/packages/types";
import { zh } from "../src/admin/packages/zh";
import { zh as panelZh } from "../src/admin/zh";
import { en as chat } from "../src/chat/quota/en";
import { zh as chatZh } from "../src/chat/quota/zh";
import { scopes } from "../src/shared/limits/limits";
import { countedFor } from "../src/shared/limits/names";
import { plain } from "../src/shared/ui/Sentence";

const text = { ...panel, ...en };
const item = (attached?: Attached): Package => ({
  id: 1, name: "p", limits: [], member_count: attached?.members ?? 2, created_time: 0, ...(attached && { attached }),
});
const said = (attached?: Attached) => holders(item(attached), text).map(plain);

test("a package says all that it is attached to", () => {
  assert.deepEqual(said({ members: 1, groups: ["vip", "svip"], accounts: 2, keys: 1, everyone: true }),
    ["everyone", "1 member", "groups vip, svip", "2 accounts", "1 API key"]);
  assert.deepEqual(said({ members: 0, groups: ["vip"], accounts: 0, keys: 0, everyone: false }), ["group vip"]);
  assert.deepEqual(said({ members: 0, groups: [], accounts: 0, keys: 0, everyone: false }), []);
  assert.deepEqual(said(), ["2 members"]);
});

test("an excess names whose counter it is, in both languages", () => {
  const limit = { window: "day", limit: 2 };
  assert.equal(plain(excessWords(text, { scope: "member", name: "alice", used: 3, limit })),
    "alice: 3 messages used (2 messages a day, counted per member)");
  assert.ok(excessWords(text, { scope: "global", name: "", used: 3, limit: { ...limit, scope: "global" } }).startsWith("Everybody together: "));
  for (const words of [text, { ...panelZh, ...zh }]) {
    for (const scope of scopes) {
      const sentence = excessWords(words, { scope, name: "x", used: 3, limit: { ...limit, scope } });
      assert.ok(!sentence.includes("undefined") && (scope === "global" || sentence.includes("x")), sentence);
    }
  }
});

test("limits are the same in whatever order and however they are written", () => {
  const day = { window: "day", limit: 2 };
  const hour = { window: "hour", limit: 1, scope: "account" };
  assert.ok(areSame([day, hour], [hour, { ...day, scope: "member", kind: "calendar", unit: "messages", models: ["*"] }]));
  assert.ok(!areSame([day], [{ ...day, limit: 3 }]));
  assert.ok(!areSame([day], [day, hour]));
});

test("a window says for whom it counts, with the account where the member has several", () => {
  const words = { scopes: chat.quotaScopes, named: chat.quotaNamed };
  assert.equal(countedFor(words, { window: "day" }), "you");
  assert.equal(countedFor(words, { window: "day", scope: "account" }), "this account");
  assert.equal(plain(countedFor(words, { window: "day", scope: "account", account: "team-01" })), "the account team-01");
  assert.equal(plain(countedFor(words, { window: "day", scope: "member_account", account: "team-01" })), "you on the account team-01");
  assert.equal(plain(countedFor(words, { window: "day", scope: "group", account: "team-01" })), "your group, when the account team-01 answers");
  for (const said of [{ scopes: chatZh.quotaScopes, named: chatZh.quotaNamed }, memberWords.usage]) {
    for (const scope of scopes) assert.ok(countedFor(said, { window: "day", scope }));
  }
});
