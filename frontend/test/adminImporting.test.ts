import assert from "node:assert/strict";
import test from "node:test";
import { en } from "../src/admin/accounts/en";
import { countOutcomes, countWords, type ImportItem, kindOf, leftOutFirst } from "../src/admin/accounts/importing";
import type { Provider } from "../src/admin/accounts/types";
import { zh } from "../src/admin/accounts/zh";

const item: ImportItem = { line: 1, kind: "codex", type: 57, name: "", email: "ada@example.org", plan: "plus", expires_at: 9, outcome: "new", reason: "" };

test("what is counted is said, and nothing of what there is none of", () => {
  const counts = countOutcomes([item, { ...item, outcome: "duplicate" }, { ...item, outcome: "duplicate" }]);
  assert.deepEqual(counts, { new: 1, duplicate: 2, invalid: 0, expired: 0 });
  assert.equal(countWords(counts, en.importing), "1 new, 2 duplicates.");
  assert.equal(countWords({ ...counts, invalid: 1, expired: 3 }, zh.importing), "1 个新账号，2 个重复，3 个已过期，1 个无效。");
  assert.equal(countWords({ new: 0, duplicate: 0, invalid: 0, expired: 0 }, en.importing), "");
});

test("what is left out stands first, otherwise in its order", () => {
  const bad = { ...item, line: 3, outcome: "invalid" } as const;
  assert.deepEqual(leftOutFirst([item, bad, { ...item, line: 4 }]).map(({ line }) => line), [3, 1, 4]);
});

test("a type is called by its name, and one that nobody knows not at all", () => {
  assert.equal(kindOf(item, en.importing, []), "Codex");
  assert.equal(kindOf({ ...item, kind: "openai" }, zh.importing, []), "OpenAI");
  const deepSeek = { type: 43, name: "深度求索 DeepSeek" } as Provider;
  assert.equal(kindOf({ ...item, kind: "deepseek", type: 43 }, zh.importing, [deepSeek]), "深度求索 DeepSeek");
  assert.equal(kindOf({ ...item, kind: "deepseek", type: 43 }, en.importing, []), "deepseek");
  assert.equal(kindOf({ ...item, kind: "", type: null, outcome: "invalid" }, en.importing, []), "");
});
