import { api, apiEnvelope, ApiError } from "../../shared/api";
import { all, list, type ListQuery } from "./lists";
import type { Account, AccountFields, Binding } from "./types";

export interface TestResult {
  ok: boolean;
  /** The upstream's or the server's own words; empty when it works. */
  message: string;
  seconds: number | null;
}

export const accounts = {
  list: (query: ListQuery) => list<Account>("channel", query),
  find: (id: number) => api<Account>("GET", `/api/channel/${id}`),
  create: (fields: AccountFields) => api<{ id: number }>("POST", "/api/channel/", { mode: "single", channel: fields }),
  update: (id: number, fields: Partial<AccountFields>) => api("PUT", "/api/channel/", { id, ...fields }),
  setStatus: (id: number, status: number) => api("PUT", "/api/channel/", { id, status }),
  delete: (id: number) => api("DELETE", `/api/channel/${id}`),
  check,
  test,
  impact,
};

/** What is typed into the form, as far as the server looks at it before it is saved. */
export interface CheckedFields {
  id: number | undefined;
  name: string | undefined;
  base_url: string | undefined;
  proxy: string | undefined;
}

/** What saving would be refused for, or an account so made could not do. */
async function check(fields: CheckedFields, signal: AbortSignal): Promise<{ field: string; code: string }[]> {
  const data = await api<{ problems: { field: string; code: string }[] }>("POST", "/api/channel/check", fields, { signal });
  return data.problems;
}

/** A failed test is a result, not an error; only what kept the test from running is thrown. */
async function test(id: number): Promise<TestResult> {
  try {
    const answer = await apiEnvelope("POST", `/api/channel/test/${id}`);
    return { ok: true, message: "", seconds: seconds(answer["time"]) };
  } catch (error) {
    const isVerdict = error instanceof ApiError && error.status === 200;
    if (!isVerdict) throw error;
    return { ok: false, message: error.message === "refused" ? "" : error.message, seconds: seconds(error.detail["time"]) };
  }
}

/** Who is bound to an account, and who of them has no other. */
async function impact(id: number): Promise<{ bound: string[]; stranded: string[] }> {
  const { items } = await all<Binding>("binding", {}, 5000);
  const bound = items.filter((binding) => binding.channel_id === id);
  const elsewhere = new Set(items.filter((binding) => binding.channel_id !== id).map((binding) => binding.user_id));
  return {
    bound: bound.map((binding) => binding.username),
    stranded: bound.filter((binding) => !elsewhere.has(binding.user_id)).map((binding) => binding.username),
  };
}

function seconds(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The names in a comma-separated list, each once. */
export function modelNames(models: string): string[] {
  return [...new Set(models.split(/[,，\n]/).map((name) => name.trim()).filter(Boolean))];
}
