import assert from "node:assert/strict";
import test from "node:test";

Object.assign(globalThis, { document: { cookie: "language=zh" }, localStorage: { getItem: () => null }, SSE_ADDRESS: "" });
const { after, pauseBefore, statusOf } = await import("../src/admin/overview/live");

const call = (id: number, status = "in_progress", at = id) => ({ id, request_id: `r${id}`, at, status });
const event = (name: string, data: unknown) => ({ event: name, data: JSON.stringify(data) });

test("a snapshot takes the place of all that was there, newest first", () => {
  const calls = after(after(null, event("snapshot", [call(1)])), event("snapshot", [call(2), call(3)]));
  assert.deepEqual(calls?.map(({ id }) => id), [3, 2]);
  assert.deepEqual(after(null, event("snapshot", { items: [call(4)] }))?.map(({ id }) => id), [4]);
  assert.deepEqual(after(null, event("snapshot", [])), []);
});

test("a call that ends takes the place of its beginning, and keeps it among the others", () => {
  const started = [call(3), call(2), call(1)].reduce((calls, each) => after(calls, event("call", each)) ?? [], after(null, event("snapshot", [])));
  const ended = after(started, event("call", call(2, "error")));
  assert.deepEqual(ended?.map(({ id, status }) => `${id} ${status}`), ["3 in_progress", "2 error", "1 in_progress"]);
});

test("calls that no request is known of are told apart by their own number", () => {
  const nameless = (id: number) => ({ ...call(id), request_id: "" });
  const calls = after(after(null, event("call", nameless(1))), event("call", nameless(2)));
  assert.equal(calls?.length, 2);
});

test("the list is bounded, and loses the oldest", () => {
  let calls = after(null, event("snapshot", []));
  for (let id = 1; id <= 120; id += 1) calls = after(calls, event("call", call(id)));
  assert.equal(calls?.length, 50);
  assert.equal(calls?.[49]?.id, 71);
});

test("what is no call changes nothing", () => {
  const calls = after(null, event("snapshot", [call(1)]));
  for (const odd of [event("call", null), event("call", "x"), event("call", {}), event("other", call(2)), { event: "call", data: "{" }]) {
    assert.equal(after(calls, odd), calls);
  }
  assert.deepEqual(after(null, { event: "snapshot", data: "no JSON" }), []);
});

test("a status is said in the words of the record, whichever of its names it has", () => {
  assert.deepEqual(
    ["in_progress", "running", "completed", "finished", "finished_successfully", "stopped", "interrupted", "error", "failed"].map((status) => statusOf({ status })),
    ["running", "running", "finished", "finished", "finished", "stopped", "interrupted", "failed", "failed"],
  );
});

test("a connection is tried after one second, then after twice as long each time, at most half a minute, and not by all at once", () => {
  assert.deepEqual([1, 2, 3, 10].map((attempt) => pauseBefore(attempt, 1)), [1000, 2000, 4000, 30_000]);
  assert.equal(pauseBefore(1, 0), 500);
});
