import assert from "node:assert/strict";
import test from "node:test";
import { inOrder, moved } from "../src/admin/members/inOrder";
import type { MemberAccount } from "../src/admin/members/types";

const account = (name: string, mode: "dedicated" | "shared", priority: number, place: number | null = null): MemberAccount =>
  ({ binding_id: 1, channel_id: 1, name, mode, priority, place });

test("accounts stand as they are asked: the member's own order, then dedicated, then by priority", () => {
  const low = account("low", "shared", 0);
  const high = account("high", "shared", 9);
  const own = account("own", "dedicated", -1);
  assert.deepEqual(inOrder([low, high, own]), [own, high, low]);
  const second = { ...own, place: 1 };
  const first = { ...low, place: 0 };
  assert.deepEqual(inOrder([second, high, first]), [first, second, high]);
});

test("a step moves one account and no other, and stops at both ends", () => {
  assert.deepEqual(moved(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, -1), ["a", "c", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], 0, -1), ["a", "b", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, 1), ["a", "b", "c"]);
});
