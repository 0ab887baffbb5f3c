import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import { type Answer, ChunkReader, mostRaw, wholeAnswer } from "../src/admin/playground/answer";
import { ask, type Run } from "../src/admin/playground/ask";
import { isAskable, Playground, requestOf } from "../src/admin/playground/playground";
import { onSessionLost } from "../src/shared/api";
import { bodyOf, curlOf, numberOf, usualOptions } from "../src/admin/playground/request";

function nothing(): never {
  throw new Error("there is nothing");
}

const bytes = (text: string) => new TextEncoder().encode(text);
const event = (value: unknown) => `data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`;
const chunk = (delta: object, finish: string | null = null) => event({ model: "m-1", choices: [{ index: 0, delta, finish_reason: finish }] });
const done = event("[DONE]");
const counted = event({ choices: [], usage: { prompt_tokens: 11, completion_tokens: 5 } });

const stream =
  ": ping\n\n" + chunk({ role: "assistant", content: "" }) + chunk({ reasoning_content: "想一想 🤔" }) + chunk({ content: "天空" }) +
  chunk({ content: " is 🟦\n" }) + chunk({}, "stop") + counted + done;

function read(...pieces: Uint8Array[]): { answer: Answer; isWhole: boolean } {
  const reader = new ChunkReader();
  pieces.forEach((piece) => reader.push(piece));
  return reader;
}

test("a stream says its words, its reasoning, how it ended and what was counted", () => {
  const { answer, isWhole } = read(bytes(stream));
  assert.deepEqual({ ...answer, raw: "" }, {
    text: "天空 is 🟦\n", reasoning: "想一想 🤔", finish: "stop", model: "m-1", usage: { read: 11, written: 5 }, failure: null, raw: "",
  });
  assert.equal(answer.raw, stream);
  assert.ok(isWhole);
});

test("a stream that is cut at any byte says the same", () => {
  const whole = bytes(stream);
  const expected = read(whole).answer;
  for (let cut = 0; cut <= whole.length; cut++) {
    assert.deepEqual(read(whole.slice(0, cut), whole.slice(cut)).answer, expected, `cut at ${cut}`);
  }
  assert.deepEqual(read(...[...whole].map((byte) => Uint8Array.of(byte))).answer, expected);
});

test("a stream without [DONE] is not whole, however much it said", () => {
  for (const text of [stream.replace(done, ""), stream.slice(0, -1), "", chunk({ content: "It " })]) assert.equal(read(bytes(text)).isWhole, false);
});

test("an error in the middle is kept with what was said before it", () => {
  const { answer, isWhole } = read(bytes(chunk({ content: "It is" }) + event({ error: { message: "broke off", type: "server_error", code: null } })));
  assert.deepEqual(answer.failure, { status: null, code: "server_error", message: "broke off" });
  assert.equal(answer.text, "It is");
  assert.equal(isWhole, false);
});

test("what is no chunk says nothing, and another choice than the first neither", () => {
  const odd = event("half{") + event("7") + event("null") + event({ choices: 3 }) + event({ choices: [{ index: 1, delta: { content: "other" } }] });
  assert.equal(read(bytes(odd + chunk({ content: "ok" }))).answer.text, "ok");
});

test("of what came no more is kept than a page can show", () => {
  const reader = new ChunkReader();
  for (let sent = 0; sent < mostRaw * 2; sent += 60_000) reader.push(bytes(chunk({ content: "x".repeat(60_000) })));
  assert.equal(reader.answer.raw.length, mostRaw);
  assert.ok(reader.answer.text.length > mostRaw);
});

test("a whole answer is read like a stream; what is none is none", () => {
  const body = { model: "m-1", choices: [{ index: 0, message: { content: "Hi", reasoning_content: "hm" }, finish_reason: "length" }], usage: { prompt_tokens: 1 } };
  const { raw, ...answer } = wholeAnswer(JSON.stringify(body)) ?? nothing();
  assert.deepEqual(answer, { text: "Hi", reasoning: "hm", finish: "length", model: "m-1", usage: { read: 1, written: null }, failure: null });
  assert.equal(raw, JSON.stringify(body));
  for (const text of ["", "<html>", "[]", "{}", "null"]) assert.equal(wholeAnswer(text), null, text);
});

/** Asks a server that answers with `respond`; the last that was told. */
async function asked(respond: () => Response | Promise<Response>, signal = new AbortController().signal, streams = true): Promise<Run> {
  globalThis.fetch = async () => respond();
  let last: Run | null = null;
  await ask(bodyOf("m", { ...usualOptions, streams }, [{ role: "user", content: "Hi" }]), signal, (run) => { last = run; });
  return last ?? nothing();
}

const streamed = (...pieces: string[]) =>
  new Response(new ReadableStream({ start: (body) => { pieces.forEach((piece) => body.enqueue(bytes(piece))); body.close(); } }), {
    headers: { "Content-Type": "text/event-stream; charset=utf-8" },
  });

test("a stream with its end is whole, and knows when its first word came", async () => {
  const run = await asked(() => streamed(stream));
  assert.equal(run.ending, "whole");
  assert.equal(run.status, 200);
  assert.ok(run.firstAfter !== null && run.firstAfter <= run.took);
});

test("a connection that ends or breaks before the end is said to be cut off", async () => {
  assert.equal((await asked(() => streamed(chunk({ content: "It " })))).ending, "cut");
  const breaks = new ReadableStream({
    start: (body) => body.enqueue(bytes(chunk({ content: "It " }))),
    pull: (body) => body.error(new TypeError("network error")),
  });
  const run = await asked(() => new Response(breaks, { headers: { "Content-Type": "text/event-stream" } }));
  assert.deepEqual([run.ending, run.answer.text], ["cut", "It "]);
});

test("an error in a stream is a failure and not a cut", async () => {
  const run = await asked(() => streamed(chunk({ content: "It " }), event({ error: { message: "broke", code: "upstream_error" } })));
  assert.deepEqual([run.ending, run.answer.failure?.code], ["failed", "upstream_error"]);
});

test("a refusal is told with its status, code and words, and kept as it came", async () => {
  const body = JSON.stringify({ error: { message: "None is bound.", type: "invalid_request_error", code: "no_account", param: null } });
  const run = await asked(() => new Response(body, { status: 404 }));
  assert.deepEqual(run.answer.failure, { status: 404, code: "no_account", message: "None is bound." });
  assert.deepEqual([run.ending, run.answer.raw], ["failed", body]);
  const strange = await asked(() => new Response("<html>", { status: 502 }));
  assert.deepEqual(strange.answer.failure, { status: 502, code: "http_502", message: "" });
});

test("a session that ended is told to the panel", async () => {
  let lost = 0;
  const leave = onSessionLost(() => lost++);
  await asked(() => new Response(JSON.stringify({ error: { message: "Who?", code: null } }), { status: 401 }));
  leave();
  assert.equal(lost, 1);
});

test("no network and an answer that is none are failures too", async () => {
  const offline = await asked(() => { throw new TypeError("failed to fetch"); });
  assert.equal(offline.answer.failure?.status, 0);
  const odd = await asked(() => new Response("<html>"), undefined, false);
  assert.deepEqual([odd.answer.failure?.code, odd.answer.raw], ["bad_answer", "<html>"]);
});

test("stopping keeps what was said", async () => {
  const stop = new AbortController();
  const body = new ReadableStream({
    start: (body) => body.enqueue(bytes(chunk({ content: "It " }))),
    pull: (body) => { stop.abort(); body.error(new DOMException("stopped", "AbortError")); },
  });
  const run = await asked(() => new Response(body, { headers: { "Content-Type": "text/event-stream" } }), stop.signal);
  assert.deepEqual([run.ending, run.answer.text], ["stopped", "It "]);
});

test("numbers have a point or a comma and a range; an empty field is none", () => {
  assert.deepEqual(["0", "2", "0,7", ".5", "1."].map((text) => numberOf("temperature", text)), [0, 2, 0.7, 0.5, 1]);
  for (const text of ["-1", "2.1", "x", "1e0", ".", "1.2.3"]) assert.equal(numberOf("temperature", text), null, text);
  assert.equal(numberOf("topP", "1.5"), null);
  assert.deepEqual(["1", "0", "1.5"].map((text) => numberOf("maxTokens", text)), [1, null, null]);
  assert.equal(numberOf("topP", " "), undefined);
});

test("a request has only what is set", () => {
  const hi = { role: "user", content: "Hi" } as const;
  assert.deepEqual(bodyOf("m", { ...usualOptions, streams: false }, [hi]), { model: "m", messages: [hi] });
  assert.deepEqual(bodyOf("m", { system: "Be brief.", temperature: "0", topP: "0,9", maxTokens: "7", streams: true }, [hi, { role: "assistant", content: "" }]), {
    model: "m", messages: [{ role: "system", content: "Be brief." }, hi], temperature: 0, top_p: 0.9, max_tokens: 7, stream: true,
    stream_options: { include_usage: true },
  });
});

test("a shell sends the request as it is, with the key of its variable", () => {
  for (const content of ["it's", '$(id)`id`"\\', "行\n二"]) {
    const body = bodyOf("m'o", usualOptions, [{ role: "user", content }]);
    const script = `curl() { printf '%s\\0' "$@"; }; KEY=sk-1; ${curlOf("https://a.example", body)}`;
    const words = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0");
    assert.ok(words.includes("Authorization: Bearer sk-1") && words.includes("https://a.example/v1/chat/completions"));
    assert.deepEqual(JSON.parse(words[words.indexOf("-d") + 1] ?? ""), body);
  }
});

const answering = (text: string) => { globalThis.fetch = async () => streamed(chunk({ content: text }), done); };

test("a conversation grows, is asked again and edited, and each request has what stands there", async () => {
  const playground = new Playground();
  answering("One.");
  playground.change({ typed: "First?" });
  await playground.send("m");
  playground.change({ typed: "Second?" });
  answering("Two.");
  await playground.send("m");
  assert.deepEqual(playground.get().turns.map((turn) => turn.text), ["First?", "One.", "Second?", "Two."]);
  assert.equal(isAskable(playground.get()), false);
  assert.equal(requestOf(playground.get(), "m").messages.length, 3);

  playground.change({ typed: "being written" });
  answering("Two, again.");
  await playground.again("m");
  assert.deepEqual(playground.get().turns.map((turn) => turn.text), ["First?", "One.", "Second?", "Two, again."]);
  assert.equal(playground.get().typed, "being written");

  const [, one] = playground.get().turns;
  playground.edit(one?.id ?? 0, "Eins.");
  assert.equal(playground.get().turns[1]?.run, null);
  assert.deepEqual(requestOf(playground.get(), "m").messages.map((message) => message.content), ["First?", "Eins.", "Second?", "Two, again.", "being written"]);
});

test("a question whose answer failed can be sent once more", async () => {
  const playground = new Playground();
  globalThis.fetch = async () => new Response("{}", { status: 503 });
  playground.change({ typed: "First?" });
  await playground.send("m");
  assert.equal(isAskable(playground.get()), true);
  answering("One.");
  await playground.send("m");
  assert.deepEqual(playground.get().turns.map((turn) => turn.text), ["First?", "One."]);
});

test("one answer is written at a time, and what was cleared meanwhile comes back as far as it had come", async () => {
  const playground = new Playground();
  const cut = new DOMException("stopped", "AbortError");
  globalThis.fetch = async (_, options) =>
    new Response(new ReadableStream({
      start: (body) => {
        body.enqueue(bytes(chunk({ content: "It " })));
        options?.signal?.addEventListener("abort", () => body.error(cut));
      },
    }), { headers: { "Content-Type": "text/event-stream" } });
  playground.change({ typed: "First?" });
  const asking = playground.send("m");
  await new Promise<void>((resolve) => playground.subscribe(() => playground.get().turns[1]?.text === "It " && resolve()));
  playground.change({ typed: "Second?" });
  await playground.send("m");
  assert.equal(playground.get().turns.length, 2);
  const before = playground.get();
  playground.clear();
  await asking;
  assert.deepEqual(playground.get().turns, []);
  playground.restore(before);
  assert.deepEqual(playground.get().turns.map((turn) => [turn.text, turn.run?.ending]), [["First?", undefined], ["It ", "stopped"]]);
});
