import assert from "node:assert/strict";
import test from "node:test";
import { afterAct, countElsewhere, failuresOf, nobody, pageState, withAccounts } from "../src/admin/accounts/bulk/choice";
import { draftOf, problemsOf } from "../src/admin/accounts/draft";
import { en as words } from "../src/admin/accounts/en";
import { impactOf } from "../src/admin/accounts/stranded";
import type { Binding } from "../src/admin/bindings/types";
import { en as panel } from "../src/admin/en";

const account = (id: number) => ({ id, name: `account ${id}` });
const first = [account(1), account(2)];
const second = [account(3), account(4)];
const bind = (member: number, channel: number): Binding =>
  ({ id: member * 100 + channel, user_id: member, username: `member ${member}`, channel_id: channel, channel_name: "", mode: "shared", priority: 0, place: null, created_time: 0 });

test("a choice goes on across pages, and the checkbox of a page is about that page alone", () => {
  const some = withAccounts(nobody, [account(1)], true);
  assert.equal(pageState(some, first), "some");
  assert.equal(pageState(some, second), "none");
  const both = withAccounts(withAccounts(some, first, true), second, true);
  assert.deepEqual([...both.keys()], [1, 2, 3, 4]);
  assert.equal(pageState(both, second), "all");
  assert.equal(countElsewhere(both, second), 2);
  assert.deepEqual([...withAccounts(both, first, false).keys()], [3, 4]);
  assert.equal(nobody.size, 0);
});

test("a page without accounts has none chosen", () => assert.equal(pageState(nobody, []), "none"));

test("what failed stays chosen while it is there, and is told by name", () => {
  const choice = withAccounts(nobody, [...first, account(3)], true);
  const outcome = {
    done: 1,
    failed: [{ id: 2, code: "unavailable", reason: "away" }, { id: 3, code: "not_found", reason: "gone" }, { id: 9, code: "not_found", reason: "gone" }],
  };
  assert.deepEqual([...afterAct(choice, outcome)], [[2, "account 2"]]);
  assert.deepEqual(failuresOf(choice, outcome).map(({ name, reason }) => `${name}: ${reason}`), ["account 2: away", "account 3: gone", "#9: gone"]);
});

test("a member with two accounts loses their last one only when both go", () => {
  const bindings = [bind(1, 1), bind(1, 2), bind(2, 1), bind(3, 3)];
  assert.deepEqual(impactOf(bindings, [1]), { bound: ["member 1", "member 2"], stranded: ["member 2"] });
  assert.deepEqual(impactOf(bindings, [1, 2]), { bound: ["member 1", "member 2"], stranded: ["member 1", "member 2"] });
  assert.deepEqual(impactOf(bindings, [4]), { bound: [], stranded: [] });
});

test("a tag has at most 64 characters, however many bytes those are", () => {
  const text = { ...panel, ...words };
  const problem = (tag: string) => problemsOf({ ...draftOf(null), tag }, text)["tag"];
  assert.equal(problem("\u{1F600}".repeat(64)), null);
  assert.equal(problem("a".repeat(65)), text.common.tooLong(64, 65));
});
