import assert from "node:assert/strict";
import test from "node:test";
import { toolsIn } from "../src/admin/settings/values";
import { askedOf, choiceIn, keepChoice } from "../src/chat/wishes/wish";
import { hostOf, isOfWeb, readSteps, readWork } from "../src/chat/tools/steps";

const storage = (kept: Record<string, string> = {}) => ({
  kept,
  get: (key: string) => kept[key] ?? null,
  set: (key: string, value: string) => { kept[key] = value; },
});

test("what was chosen is kept, and what another version kept is left out", () => {
  const place = storage();
  const choice = { count: "3", size: "1024x1536", tools: ["code_interpreter"] } as const;
  keepChoice(choice, place);
  assert.deepEqual(choiceIn(place), choice);
  assert.deepEqual(choiceIn(storage({ tools: "browser web_search", pictures: "99", "picture-size": "<b>" })), { count: "1", size: "", tools: ["web_search"] });
});

test("a model is asked for nothing that it does not offer", () => {
  const choice = { count: "2", size: "", tools: ["web_search", "code_interpreter"] } as const;
  assert.deepEqual(askedOf({ slug: "a", title: "A", tools: ["web_search"] }, choice), { tools: ["web_search"] });
  assert.deepEqual(askedOf({ slug: "a", title: "A", makes_pictures: true, tools: [] }, choice), { picture: { count: 2 } });
  assert.deepEqual(askedOf({ slug: "a", title: "A" }, choice), {});
  assert.deepEqual(askedOf(undefined, choice), {});
});

test("steps are read by their numbers, the later for the earlier, and what is none is left out", () => {
  const step = (number: number, state: string, subject = "") => ({ number, kind: "search", state, subject, output: "" });
  assert.deepEqual(
    readSteps([step(0, "running"), "x", null, { kind: "other", number: 1 }, step(0, "done", "cats"), step(1, "running")]),
    [step(0, "done", "cats"), step(1, "running")],
  );
});

test("sources are links into the web, with a name", () => {
  const work = { sources: [{ url: "https://a.test/x", title: "" }, { url: "javascript:alert(1)", title: "E" }, { url: "https://b.test", title: "B" }, 7] };
  assert.deepEqual(readWork(work).sources, [{ url: "https://a.test/x", title: "a.test" }, { url: "https://b.test", title: "B" }]);
  for (const value of [undefined, null, "x", [], { steps: 7, sources: 7 }]) assert.deepEqual(readWork(value), { steps: [], sources: [] });
  for (const address of ["javascript:x", "data:,", "//a", "", " https://a", "https://a b", "ftp://a"]) assert.equal(isOfWeb(address), false, address);
  assert.equal(hostOf("https://["), "https://[");
});

test("all tools are allowed unless somebody chose", () => {
  assert.deepEqual(toolsIn(""), ["web_search", "code_interpreter"]);
  assert.deepEqual(toolsIn("[]"), []);
  assert.deepEqual(toolsIn('["code_interpreter","x"]'), ["code_interpreter"]);
  assert.deepEqual(toolsIn("{}"), ["web_search", "code_interpreter"]);
});
