import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import { type Piece, type Program, programs, recipe, type Way } from "../src/chat/connect/recipes";
import { connectEn } from "../src/chat/connect/en";
import { connectZh } from "../src/chat/connect/zh";

const way: Way = { origin: "https://chat.example.org", key: "sk-abc", model: "gpt-4o" };
/** Names that would end a text or begin another command. */
const hostile = ["it's", 'a"b', "$(id)`id`", "back\\slash", "模型 4", "a\u2019b", "; id #"];

const at = (pieces: Piece[], place: Piece["place"]) => pieces.find((piece) => piece.place === place)?.text ?? "";
const run = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: "utf8" });

test("each program says in both languages what to do with its texts", () => {
  for (const words of [connectEn, connectZh]) {
    for (const program of programs) assert.ok(words.programs[program] && words.hints[program]);
  }
});

test("what a program is told holds the address, the key and the model", () => {
  for (const program of programs) {
    const all = recipe(program, way).map((piece) => piece.text).join("\n");
    for (const part of [way.origin, way.key, way.model]) assert.ok(all.includes(part), `${program}: ${part}`);
  }
});

test("programs of OpenAI's kind are given /v1, those that add a version themselves are not", () => {
  const addresses = (program: Program) => recipe(program, way).map((piece) => piece.text).join("\n").match(/https:[\w./]+/g) ?? [];
  for (const program of ["python", "javascript", "codex", "other"] as const) assert.deepEqual([...new Set(addresses(program))], [`${way.origin}/v1`]);
  for (const program of ["cherry", "claude", "gemini"] as const) assert.deepEqual([...new Set(addresses(program))], [way.origin]);
});

test("a shell reads each variable as it is, whatever a model is called", () => {
  for (const model of hostile) {
    const text = at(recipe("gemini", { ...way, model }), "shell").replace(/\ngemini$/, '\nprintf %s "$GEMINI_MODEL"');
    assert.equal(run("sh", "-c", text), model);
  }
});

test("Python and TOML read each text as it is, whatever a model is called", () => {
  for (const model of hostile) {
    const pieces = recipe("codex", { ...way, model });
    const toml = pieces[0]?.text ?? "";
    assert.equal(run("python3", "-c", "import sys, tomllib; print(tomllib.loads(sys.argv[1])['model'], end='')", toml), model);
    const line = at(recipe("python", { ...way, model }), "python").split("\n").find((text) => text.includes("model=")) ?? "";
    assert.equal(run("python3", "-c", `print(dict(${line.trim()})["model"], end="")`), model);
  }
});

test("PowerShell's quotes are doubled, the curly ones too", () => {
  const text = at(recipe("claude", { ...way, model: "it's a\u2019b" }), "powershell");
  assert.ok(text.includes("$env:ANTHROPIC_MODEL = 'it''s a\u2019\u2019b'"));
});
