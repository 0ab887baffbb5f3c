import assert from "node:assert/strict";
import test from "node:test";
import { failuresFirst } from "../src/admin/accounts/api";
import { isOver, type Job } from "../src/shared/job";

const item = (id: number, success: boolean) => ({ id, name: `n${id}`, success, message: "", time: 0 });

test("failures come first, each part in the order in which the tests ended", () => {
  const items = [item(1, true), item(2, false), item(3, true), item(4, false)];
  assert.deepEqual(failuresFirst(items).map(({ id }) => id), [2, 4, 1, 3]);
});

test("a job is over when it is done or has failed, and not before", () => {
  const job = (status: Job<unknown>["status"]) => ({ id: "j", status, done: 0, total: 0, report: {} });
  assert.deepEqual((["queued", "running", "done", "failed"] as const).map((status) => isOver(job(status))), [false, false, true, true]);
});
