import { api, apiEnvelope, ApiError, apiFile, type Page } from "../../shared/api";
import { all, list, type ListQuery } from "../lists";
import { type Impact, impactOf } from "./stranded";
import type { Account, AccountFields, AccountKey, AccountOptions, Lesson, Login, Provider, Way } from "./types";
import type { Binding } from "../bindings/types";

export interface TestResult {
  ok: boolean;
  /** The upstream's or the server's own words; empty when it works. */
  message: string;
  seconds: number | null;
  /** What the upstream was found to refuse, and how it is asked since. */
  lessons: Lesson[];
  /** Pieces of the answer that could not be read. */
  skipped: number;
}

/** What testing many accounts found so far. */
export interface TestReport {
  passed: number;
  failed: number;
  accounts: TestItem[];
}

export interface TestItem {
  id: number;
  name: string;
  success: boolean;
  message: string;
  /** Seconds. */
  time: number;
}

export interface FoundModels {
  names: string[];
  /** Why there are none, in the upstream's or the server's own words. */
  failure: string | null;
}

export const accounts = {
  list: (query: ListQuery, tag = "") => list<Account>("channel", query, { tag }),
  inStates,
  find: (id: number) => api<Account>("GET", `/api/channel/${id}`),
  /** The kinds of upstream, in the reader's language. */
  providers: async () => (await api<{ items: Provider[] }>("GET", "/api/channel/providers")).items,
  create: (fields: AccountFields) => api<{ id: number }>("POST", "/api/channel/", { mode: "single", channel: fields }),
  update: (id: number, fields: Partial<AccountFields>) => api("PUT", "/api/channel/", { id, ...fields }),
  setStatus: (id: number, status: number) => api("PUT", "/api/channel/", { id, status }),
  delete: (id: number) => api("DELETE", `/api/channel/${id}`),
  /** Has the upstream asked in the usual way again, and its unreadable pieces counted from none. */
  forget: (id: number) => api("PUT", "/api/channel/", { id, lessons: [], skipped: 0 }),
  /** All of its keys; none of an account that has not several. */
  keys: async (id: number, signal: AbortSignal) =>
    (await api<{ keys: AccountKey[] }>("POST", keysPath, { channel_id: id, action: "get_key_status", page_size: 1000 }, { signal })).keys,
  actOnKey: (id: number, action: KeyAction, key: number) => api("POST", keysPath, { channel_id: id, action, key_number: key }),
  addKeys: (id: number, key: string) => api<Account>("PUT", "/api/channel/", { id, key, key_mode: "append" }),
  readBalance: (id: number) => apiEnvelope("POST", `/api/channel/update_balance/${id}`),
  check,
  checkLogin,
  test: (id: number) => verdict(() => apiEnvelope("POST", `/api/channel/test/${id}`)),
  /** Begins to test those that a list with this keyword and tag shows, or all; resolves to the id of the job. */
  testAll: async (keyword: string, tag = "") => (await api<{ job_id: string }>("POST", "/api/channel/test_all", { keyword, tag })).job_id,
  testTyped,
  /** All of them as a file, which the import reads when it holds the keys. */
  export: (withSecrets: boolean) => apiFile("POST", "/api/channel/export", { secrets: withSecrets }),
  fetchModels,
  impact,
};

/** A page of those in these states, which the server does not look for: all of them are read. */
async function inStates(states: readonly string[], { page, pageSize, keyword = "" }: ListQuery, tag = ""): Promise<Page<Account>> {
  const { items } = await all<Account>("channel", { tag });
  const word = keyword.trim().toLowerCase();
  const found = items.filter(({ name, health }) => health && states.includes(health.state) && name.toLowerCase().includes(word));
  return { items: found.slice((page - 1) * pageSize, page * pageSize), total: found.length, page, page_size: pageSize };
}

const keysPath = "/api/channel/multi_key/manage";
/** An enabled key is asked with again, whatever kept it at rest. */
export type KeyAction = "enable_key" | "disable_key" | "delete_key";

/** What is typed into the form, as far as the server looks at it before it is saved. */
export interface CheckedFields {
  id: number | undefined;
  name: string | undefined;
  type: number;
  /** The first of them is in the address of some kinds. */
  models: string | undefined;
  base_url: string | undefined;
  proxy: string | undefined;
  options: AccountOptions | undefined;
}

export interface Problem {
  field: string;
  code: string;
  /** In English; empty where the code says all. */
  message: string;
}

/** What saving would be refused for, or an account so made could not do; and where questions will go, "" when that is open. */
function check(fields: CheckedFields, signal: AbortSignal): Promise<{ problems: Problem[]; address: string }> {
  return api("POST", "/api/channel/check", fields, { signal });
}

/** What is read in a login that is pasted, or what is wrong with it. */
async function checkLogin(type: number, key: string, signal: AbortSignal): Promise<{ login: Login | null; problem: string }> {
  const { login, problems } = await api<{ login: Login | null; problems: Problem[] }>("POST", "/api/channel/check", { type, key }, { signal });
  return { login, problem: problems.find(({ field }) => field === "key")?.message ?? "" };
}

/** Tests what is typed. Without a key in it, the stored one of the account `id` is used while that takes the same way. */
function testTyped(id: number | undefined, fields: AccountFields, signal: AbortSignal): Promise<TestResult> {
  // A blank name would be refused, and a test needs none.
  const typed = { id, ...fields, name: fields.name || undefined };
  return verdict(() => apiEnvelope("POST", "/api/channel/test", typed, { signal }));
}

/** A failed test is a result, not an error; only what kept the test from running is thrown. */
async function verdict(ask: () => Promise<Record<string, unknown>>): Promise<TestResult> {
  try {
    const answer = await ask();
    return { ok: true, message: "", seconds: seconds(answer["time"]), ...foundIn(answer["data"]) };
  } catch (error) {
    const { time, data } = refusalOf(error).detail;
    return { ok: false, message: wordsOf(error), seconds: seconds(time), ...foundIn(data) };
  }
}

function foundIn(data: unknown): { lessons: Lesson[]; skipped: number } {
  const { lessons, skipped } = (data ?? {}) as { lessons?: Lesson[]; skipped?: number };
  return { lessons: lessons ?? [], skipped: skipped ?? 0 };
}

/** The names that can stand in a comma-separated list. As with a test, a failure of the upstream is a result. */
async function fetchModels(id: number | undefined, way: Way, signal: AbortSignal): Promise<FoundModels> {
  try {
    const names = await api<string[]>("POST", "/api/channel/fetch_models", { id, ...way }, { signal });
    return { names: names.filter((name) => modelNames(name)[0] === name), failure: null };
  } catch (error) {
    return { names: [], failure: wordsOf(error) };
  }
}

/** The exact words of an upstream's refusal; what is no refusal of an upstream is thrown on. */
function wordsOf(error: unknown): string {
  const { message } = refusalOf(error);
  return message === "refused" ? "" : message;
}

function refusalOf(error: unknown): ApiError {
  if (error instanceof ApiError && error.status === 200) return error;
  throw error;
}

async function impact(ids: readonly number[]): Promise<Impact> {
  return impactOf((await all<Binding>("binding", {}, 5000)).items, ids);
}

/** Otherwise in the order in which the tests ended. */
export function failuresFirst(items: readonly TestItem[]): TestItem[] {
  return [...items.filter((item) => !item.success), ...items.filter((item) => item.success)];
}

function seconds(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The names in a comma-separated list, each once. */
export function modelNames(models: string): string[] {
  return [...new Set(models.split(/[,，\n]/).map((name) => name.trim()).filter(Boolean))];
}
