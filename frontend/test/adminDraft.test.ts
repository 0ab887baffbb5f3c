import assert from "node:assert/strict";
import test from "node:test";
import { asFields, type Draft, draftOf, movesKey, problemsOf, problemsOfTest, problemsOfWay, wayOf } from "../src/admin/accounts/draft";
import { usualOptions } from "../src/admin/accounts/options";
import type { Account } from "../src/admin/accounts/types";
import { en as words } from "../src/admin/accounts/en";
import { en as panel } from "../src/admin/en";

const text = { ...panel, ...words };
const stored: Account = {
  id: 1, name: "main", type: 1, base_url: "https://api.openai.com", models: "gpt-4o,o3", contexts: { o3: 200_000 }, status: 1,
  status_reason: "", priority: 3, weight: 1, proxy: "", remark: "", tag: "blue", has_key: true, package_id: 7, is_proven: false, bound_count: 0, created_time: 0,
  options: usualOptions, lessons: [], skipped: 0, skipped_at: null,
};
const draft = (changes: Partial<Draft> = {}): Draft => ({ ...draftOf(stored), ...changes });
const wrong = (changes: Partial<Draft>): string[] =>
  Object.entries(problemsOf(draft(changes), text)).filter(([, problem]) => problem !== null).map(([field]) => field);

test("an account that was not touched is sent back as it was, without a key", () => {
  const { name, type, base_url, models, contexts, priority, weight, proxy, package_id, remark, tag, options } = stored;
  assert.deepEqual(asFields(draft()), { name, type, base_url, models, contexts, priority, weight, proxy, package_id, remark, tag, options });
  assert.equal(asFields(draft({ packageId: null })).package_id, null);
});

test("models are cleaned, and lengths of models that went away are dropped", () => {
  const fields = asFields(draft({ models: " gpt-4o ， gpt-4o,\nnew ", contexts: { o3: "200000", new: " 64000 ", "gpt-4o": "" } }));
  assert.equal(fields.models, "gpt-4o,new");
  assert.deepEqual(fields.contexts, { new: 64_000 });
});

test("a base URL needs a scheme and a host; the server makes of it what it needs", () => {
  for (const baseURL of ["https://api.openai.com/", " https://api.openai.com/v1/ ", "https://x.example/v1/chat/completions"]) {
    assert.deepEqual(wrong({ baseURL }), []);
    assert.equal(asFields(draft({ baseURL })).base_url, baseURL.trim());
  }
  for (const baseURL of ["", "api.openai.com", "ftp://x", "https://", "https:///x"]) {
    assert.deepEqual(wrong({ baseURL }), ["base_url"], baseURL);
  }
});

test("the demo kind needs neither address nor key, and sends none", () => {
  assert.deepEqual(wrong({ type: 1000, baseURL: "", models: "" }), []);
  const fields = asFields(draft({ type: 1000, key: "secret" }));
  assert.equal(fields.base_url, "");
  assert.equal(fields.options, undefined);
  assert.equal(fields.key, undefined);
});

test("options that cannot be sent are said at their fields, but not where there is no upstream", () => {
  const options = { ...draft().options, total: "soon" };
  assert.deepEqual(wrong({ options }), ["options.total"]);
  assert.deepEqual(wrong({ options, type: 1000 }), []);
});

test("models can be fetched without a name or models, and tested without a name", () => {
  const blank = draft({ name: "", models: "", baseURL: "", priority: "x" });
  const names = (problems: Record<string, string | null>) => Object.keys(problems).filter((field) => problems[field]);
  assert.deepEqual(names(problemsOfWay(blank, text)), ["base_url"]);
  assert.deepEqual(names(problemsOfTest(blank, text)), ["base_url", "models"]);
  const { type, base_url, proxy, options } = stored;
  assert.deepEqual(wayOf(draft({ key: " sk " })), { type, base_url, proxy, options, key: "sk" });
});

test("numbers must be whole", () => {
  assert.deepEqual(wrong({ priority: "1.5" }), ["priority"]);
  assert.deepEqual(wrong({ priority: "-2" }), []);
  assert.deepEqual(wrong({ weight: "-2" }), ["weight"]);
  assert.equal(asFields(draft({ weight: "" })).weight, 1);
  assert.equal(asFields(draft({ weight: "0" })).weight, 0);
  assert.deepEqual(wrong({ contexts: { o3: "many" } }), ["contexts"]);
});

test("a stored key is lost when the address names another server and no new key comes with it", () => {
  assert.equal(movesKey(draft({ baseURL: "https://api.openai.com/proxy" }), stored), false);
  assert.equal(movesKey(draft({ baseURL: "http://api.openai.com" }), stored), true);
  assert.equal(movesKey(draft({ baseURL: "https://other.example" }), stored), true);
  assert.equal(movesKey(draft({ baseURL: "https://other.example", key: "new" }), stored), false);
  assert.equal(movesKey(draft({ baseURL: "https://other.example" }), { ...stored, has_key: false }), false);
});

test("a stored key is lost when the proxy is another one, a first one or none, and no new key comes with it", () => {
  const behind = { ...stored, proxy: "http://proxy.example:3128" };
  assert.equal(movesKey(draft({ proxy: " " }), stored), false);
  assert.equal(movesKey(draft({ proxy: "http://proxy.example:3128" }), stored), true);
  assert.equal(movesKey(draftOf(behind), behind), false);
  assert.equal(movesKey({ ...draftOf(behind), proxy: "" }, behind), true);
  assert.equal(movesKey({ ...draftOf(behind), proxy: "http://other.example:3128" }, behind), true);
  assert.equal(movesKey({ ...draftOf(behind), proxy: "", key: "new" }, behind), false);
});
