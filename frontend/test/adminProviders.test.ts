import assert from "node:assert/strict";
import test from "node:test";
import { draftOf, movesKey, problemsOf, wayOf } from "../src/admin/accounts/draft";
import { typeName, typeOptions, usualURL } from "../src/admin/accounts/providers";
import { type Account, type Provider, hasLogin } from "../src/admin/accounts/types";
import { en as words } from "../src/admin/accounts/en";
import { en as panel } from "../src/admin/en";

const text = { ...panel, ...words };
const t = text.accounts;
const provider = (type: number, name: string, base_url = ""): Provider => ({ type, name, base_url, formats: [] });
const providers = [
  provider(1, "OpenAI", "https://api.openai.com"), provider(3, "Azure OpenAI"), provider(8, "Custom"),
  provider(14, "Anthropic", "https://api.anthropic.com"), provider(24, "Gemini", "https://g.example"),
  provider(43, "DeepSeek", "https://api.deepseek.com"), provider(57, "Codex", "https://chatgpt.com"), provider(1000, "Demo"),
  provider(1001, "ChatGPT (web)", "https://chatgpt.com"),
];

test("the common kinds come first, then the others by name, and the demo last", () => {
  const options = typeOptions(t, providers, 1);
  assert.deepEqual(options.map(({ value }) => Number(value)), [1, 14, 24, 3, 57, 1001, 8, 43, 1000]);
  assert.deepEqual([...new Set(options.map(({ group }) => group))], [t.typesCommon, t.typesOther, undefined]);
  assert.equal(typeName(t, providers, 1), t.typeOpenAI);
});

test("accounts that somebody signs in to have a login instead of a key", () => {
  assert.deepEqual(providers.map(({ type }) => type).filter(hasLogin), [57, 1001]);
});

test("while the kinds load, and where an account is of another, it keeps its own", () => {
  assert.deepEqual(typeOptions(t, [], 14).map(({ value }) => value), ["1", "14", "1000"]);
  assert.deepEqual(typeOptions(t, providers, 99).find(({ value }) => value === "99")?.label, t.typeOther(99));
});

test("a kind with an address of its own needs none, and what is merely compatible needs one", () => {
  const draft = { ...draftOf(null), name: "x", models: "m" };
  assert.equal(usualURL(providers, 14), "https://api.anthropic.com");
  for (const [type, problem] of [[14, null], [1, text.common.required], [3, text.common.required]] as const) {
    assert.equal(problemsOf({ ...draft, type }, text, usualURL(providers, type))["base_url"], problem);
  }
  assert.equal(wayOf({ ...draft, type: 14 }).base_url, "");
  assert.ok(problemsOf({ ...draft, type: 14, baseURL: "nonsense" }, text, usualURL(providers, 14))["base_url"] !== null);
});

test("a stored key stays with an address that is left out because it is the usual one", () => {
  const account = { ...draftOf(null), has_key: true, base_url: "https://api.anthropic.com", proxy: "", type: 14 } as unknown as Account;
  const draft = { ...draftOf(null), type: 14, baseURL: "" };
  assert.equal(movesKey(draft, account, usualURL(providers, 14)), false);
  assert.equal(movesKey(draft, account, usualURL(providers, 24)), true);
});
