import assert from "node:assert/strict";
import test from "node:test";
import { DeltaDocuments } from "../src/chat/stream/delta";
import type { Json, JsonObject } from "../src/shared/json";
import { TurnEvents } from "../src/chat/stream/turnEvents";

function last(...deltas: JsonObject[]): Json | undefined {
  const documents = new DeltaDocuments();
  return deltas.map((delta) => documents.apply(delta)).pop();
}

const message = (text: string, status = "in_progress"): JsonObject => ({
  message: { id: "a", author: { role: "assistant" }, content: { content_type: "text", parts: [text] }, status },
  conversation_id: "c1",
});

test("path and operation are inherited by a bare value", () => {
  const found = last(
    { c: 0, p: "", o: "add", v: message("") },
    { p: "/message/content/parts/0", o: "append", v: "Hel" },
    { v: "lo" },
    { v: "!" },
  );
  assert.deepEqual(found, message("Hello!"));
});

test("documents are told apart by their number, which is inherited too", () => {
  const documents = new DeltaDocuments();
  documents.apply({ c: 0, p: "", o: "add", v: { text: "a" } });
  documents.apply({ c: 1, v: { text: "b" } });
  assert.deepEqual(documents.apply({ p: "/text", o: "append", v: "b" }), { text: "bb" });
  assert.deepEqual(documents.apply({ c: 0, v: "a" }), { text: "aa" });
});

test("a patch applies its parts relative to its own path", () => {
  const found = last(
    { p: "", o: "add", v: message("Hello") },
    {
      p: "/message",
      o: "patch",
      v: [
        { p: "/content/parts/0", o: "append", v: " there" },
        { p: "/status", o: "replace", v: "finished_successfully" },
      ],
    },
  );
  assert.deepEqual(found, message("Hello there", "finished_successfully"));
});

test("add, append, remove and truncate work on lists and on text", () => {
  assert.deepEqual(last({ p: "", o: "add", v: [1, 3] }, { p: "/1", o: "add", v: 2 }), [1, 2, 3]);
  assert.deepEqual(last({ p: "", o: "add", v: { l: [1] } }, { p: "/l", o: "append", v: [2, 3] }), { l: [1, 2, 3] });
  assert.deepEqual(last({ p: "", o: "add", v: { a: 1, b: 2 } }, { p: "/a", o: "remove" }), { b: 2 });
  assert.deepEqual(last({ p: "", o: "add", v: { t: "abcd" } }, { p: "/t", o: "truncate", v: 2 }), { t: "ab" });
});

test("a slash and a tilde in a key are escaped", () => {
  assert.deepEqual(last({ p: "", o: "add", v: {} }, { p: "/a~1b~0c", o: "replace", v: 1 }), { "a/b~c": 1 });
});

test("values that were handed out do not change afterwards", () => {
  const documents = new DeltaDocuments();
  const before = documents.apply({ p: "", o: "add", v: message("a") });
  documents.apply({ p: "/message/content/parts/0", o: "append", v: "b" });
  assert.deepEqual(before, message("a"));
});

test("paths that lead nowhere change nothing and break nothing", () => {
  assert.deepEqual(last({ p: "", o: "add", v: [1] }, { p: "/9/x", o: "append", v: "y" }), [1]);
  assert.deepEqual(last({ p: "", o: "add", v: {} }, { p: "/__proto__/polluted", o: "add", v: true }), JSON.parse('{"__proto__":{"polluted":true}}'));
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
});

test("a turn in v1 and the same turn in classic snapshots tell the same", () => {
  const v1 = new TurnEvents();
  const read = (turn: TurnEvents, event: string, data: Json | string) =>
    turn.read({ id: "1", event, data: typeof data === "string" ? data : JSON.stringify(data) });
  read(v1, "delta_encoding", '"v1"');
  read(v1, "delta", { c: 0, p: "", o: "add", v: message("a") });
  const inDeltas = read(v1, "delta", { p: "/message/content/parts/0", o: "append", v: "b" });
  const inSnapshots = read(new TurnEvents(), "message", message("ab"));
  assert.deepEqual(inDeltas, inSnapshots);
  assert.equal(inDeltas.length, 2);
});

test("an error event and the end are told", () => {
  const turn = new TurnEvents();
  const error = { error: { code: "upstream_timeout", message: "late" }, conversation_id: "c1" };
  assert.deepEqual(turn.read({ id: "1", event: "error", data: JSON.stringify(error) }), [
    { kind: "error", code: "upstream_timeout", message: "late" },
    { kind: "conversation", id: "c1" },
  ]);
  assert.deepEqual(turn.read({ id: "2", event: "message", data: "[DONE]" }), [{ kind: "done" }]);
});
