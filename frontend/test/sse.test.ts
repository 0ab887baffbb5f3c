import assert from "node:assert/strict";
import test from "node:test";
import { EventParser, type ServerEvent } from "../src/shared/sse";

const stream =
  'event: delta_encoding\ndata: "v1"\n\n: ping\n\nid: 7\r\nevent: delta\r\ndata: {"v":"你好"}\r\n\r\n' +
  "data: one\ndata:two\rdata: \r\n\nid\ndata\n\nevent: lost\n\ndata: [DONE]\n\n";

const expected: ServerEvent[] = [
  { id: "", event: "delta_encoding", data: '"v1"' },
  { id: "7", event: "delta", data: '{"v":"你好"}' },
  { id: "7", event: "message", data: "one\ntwo\n" },
  { id: "", event: "message", data: "" },
  { id: "", event: "message", data: "[DONE]" },
];

function parse(...pieces: string[]): ServerEvent[] {
  const parser = new EventParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

test("a whole stream is read as the standard has it", () => {
  assert.deepEqual(parse(stream), expected);
});

test("a stream that is cut anywhere says the same", () => {
  for (let cut = 0; cut <= stream.length; cut++) {
    assert.deepEqual(parse(stream.slice(0, cut), stream.slice(cut)), expected, `cut at ${cut}`);
  }
});

test("a stream that comes character by character says the same", () => {
  assert.deepEqual(parse(...stream), expected);
});

test("an event that is not finished is not told", () => {
  assert.deepEqual(parse("data: half\n"), []);
});
