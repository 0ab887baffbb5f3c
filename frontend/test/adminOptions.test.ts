import assert from "node:assert/strict";
import test from "node:test";
import { headerLines, readHeaders } from "../src/admin/accounts/headerLines";
import { mappingRows, readMapping, readStatuses, statusLines } from "../src/admin/accounts/meaning";
import { jsonText, readObject } from "../src/admin/accounts/jsonObject";
import { areUsual, type OptionsDraft, optionsDraftOf, optionsOf, problemsOfOptions, usualOptions } from "../src/admin/accounts/options";
import type { AccountOptions } from "../src/admin/accounts/types";
import { en as words } from "../src/admin/accounts/en";
import { en as panel } from "../src/admin/en";

const text = { ...panel, ...words };
const unusual: AccountOptions = {
  stream: false, stream_usage: false, token_limit: "max_completion_tokens", system_role: "developer",
  concurrency: 4, first_byte: 20, silence: 1, total: 86_400,
  parameters: { temperature: 0.7, nested: { list: [1, null, true] } }, headers: { "X-Title": "ours: really", "HTTP-Referer": "https://x" },
  model_mapping: { small: "deployed-1", large: "small" }, status_code_mapping: { 429: "500" },
  system_prompt: "Be kind.\nAlways.", system_prompt_override: true, endpoint_types: ["gemini", "openai"],
  api_version: "2024-10-21", azure_responses_version: "preview",
};
const draft = (changes: Partial<OptionsDraft> = {}): OptionsDraft => ({ ...optionsDraftOf(usualOptions), ...changes });
const wrong = (changes: Partial<OptionsDraft>): string[] =>
  Object.entries(problemsOfOptions(draft(changes), text)).filter(([, problem]) => problem !== null).map(([field]) => field);

test("options come back as they were, whether usual or not", () => {
  for (const options of [usualOptions, unusual]) {
    const typed = optionsDraftOf(options);
    assert.deepEqual(problemsOfOptions(typed, text), {
      "options.concurrency": null,
      "options.first_byte": null, "options.silence": null, "options.total": null, "options.parameters": null, "options.headers": null,
      "options.model_mapping": null, "options.status_code_mapping": null,
    });
    assert.deepEqual(optionsOf(typed), options);
  }
});

test("usual options leave the advanced part closed, one other opens it, and what is not said is usual", () => {
  assert.equal(areUsual(draft()), true);
  assert.equal(areUsual(optionsDraftOf(undefined)), true);
  assert.equal(areUsual(optionsDraftOf({ silence: 300 })), false);
  assert.equal(areUsual(optionsDraftOf({ headers: { a: "b" } })), false);
});

test("a wait is blank, or whole seconds within a day", () => {
  for (const total of ["", " ", "1", " 600 ", "86400"]) assert.deepEqual(wrong({ total }), [], total);
  for (const total of ["0", "-1", "1.5", "86401", "soon"]) assert.deepEqual(wrong({ total }), ["options.total"], total);
  assert.equal(optionsOf(draft({ firstByte: " 90 " })).first_byte, 90);
  assert.equal(optionsOf(draft({ concurrency: " 7 " })).concurrency, 7);
  assert.equal(optionsOf(draft({ concurrency: "" })).concurrency, null);
  assert.equal(optionsOf(draft({ firstByte: " " })).first_byte, null);
});

test("parameters are one JSON object whose numbers are kept exactly", () => {
  assert.deepEqual(readObject(" \n"), { object: {}, problem: null });
  assert.deepEqual(readObject('{"a": [1, -0.5, 9007199254740991]}'), { object: { a: [1, -0.5, 9_007_199_254_740_991] }, problem: null });
  for (const typed of ["{", "{'a': 1}", "temperature: 1", '{"a": 1,}']) assert.equal(readObject(typed).problem, "syntax", typed);
  for (const typed of ["[]", "1", "null", '"a"', "true"]) assert.equal(readObject(typed).problem, "shape", typed);
  for (const typed of ['{"seed": 9007199254740993}', '{"a": [{"b": 1e999}]}']) assert.equal(readObject(typed).problem, "number", typed);
  assert.equal(jsonText({}), "");
  assert.deepEqual(wrong({ parameters: "[]" }), ["options.parameters"]);
});

test("headers are lines with a name and a value, each name once", () => {
  assert.deepEqual(readHeaders(""), { headers: {}, problem: null });
  assert.deepEqual(readHeaders("\n X-A : b: c \r\n\nX-B：d\n").headers, { "X-A": "b: c", "X-B": "d" });
  assert.deepEqual(readHeaders("X-A: b\nnonsense").problem, { kind: "line", line: 2 });
  for (const line of [": b", "X A: b", "X-A:", "Ü: b"]) assert.deepEqual(readHeaders(line).problem, { kind: "line", line: 1 }, line);
  assert.deepEqual(readHeaders("X-A: b\nx-a: c").problem, { kind: "twice", name: "x-a" });
  assert.equal(headerLines({ "X-A": "b", "X-B": "c" }), "X-A: b\nX-B: c");
  const problems = problemsOfOptions(draft({ headers: "one\ntwo" }), text);
  assert.equal(problems["options.headers"], "Line 1 is not written as Name: value");
});

test("names of models are rows of two, each asked name once, and blank rows count for nothing", () => {
  const rows = [{ asked: " a ", sent: "b " }, { asked: "", sent: " " }];
  assert.deepEqual(readMapping(rows), { mapping: { a: "b" }, problem: null });
  assert.deepEqual(mappingRows({ a: "b" }), [{ asked: "a", sent: "b" }]);
  assert.deepEqual(wrong({ mapping: [{ asked: "a", sent: "" }] }), ["options.model_mapping"]);
  assert.equal(readMapping([...rows, { asked: "a", sent: "c" }]).problem, "twice");
});

test("statuses are lines of two, each from 400 to 599", () => {
  assert.deepEqual(readStatuses("429: 500\n\n 404 → 400 \n500：503"), { statuses: { 404: "400", 429: "500", 500: "503" }, wrongLine: null });
  for (const line of ["429", "200: 500", "429: 200", "429: 5000", "x: 500", "429: 500 501"]) assert.equal(readStatuses(line).wrongLine, 1, line);
  assert.equal(readStatuses("429: 500\n429: 503").wrongLine, 2);
  assert.equal(statusLines({ 429: "500", 404: "400" }), "404: 400\n429: 500");
  assert.equal(problemsOfOptions(draft({ statuses: "x" }), text)["options.status_code_mapping"]?.startsWith("Line 1"), true);
});
