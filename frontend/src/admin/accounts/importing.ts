/** Keys and logins that are pasted, many at once: what would become of each, and the job that makes accounts of them. */
import { api, withQuery } from "../../shared/api";
import type { AccountText } from "./text";
import type { Provider } from "./types";

export type Outcome = "new" | "duplicate" | "invalid" | "expired";

/** One of those that were pasted; no secret. */
export interface ImportItem {
  line: number;
  kind: string;
  /** The number of the kind; null where nobody knows it. */
  type: number | null;
  name: string;
  email: string;
  plan: string;
  expires_at: number | null;
  outcome: Outcome;
  /** Why it is left out, in the reader's language. */
  reason: string;
}

/** What importing has done so far. */
export interface ImportReport {
  new: number;
  duplicate: number;
  invalid: number;
  expired: number;
  /** Accounts whose provider did not list its models. */
  models_assumed: number;
  accounts: { line: number; id: number; name: string }[];
  left_out: { line: number; outcome: Outcome; reason: string }[];
}

/** Of a body that the server reads. */
export const mostMegabytes = 32;

/** What accounts get that do not say it themselves; empty: what can be told. */
export interface ImportDefaults {
  type: string;
  models: string;
}

export const importing = {
  preview: async (text: string, defaults: ImportDefaults) =>
    (await api<{ items: ImportItem[] }>("POST", path("/preview", defaults), text)).items,
  /** Resolves to the id of the job. */
  begin: async (text: string, defaults: ImportDefaults) =>
    (await api<{ job_id: string }>("POST", path("", defaults), text)).job_id,
};

function path(end: string, { type, models }: ImportDefaults): string {
  return withQuery(`/api/channel/import${end}`, { type, models: models.trim() });
}

export type Counts = Record<Outcome, number>;

export function countOutcomes(items: readonly ImportItem[]): Counts {
  const counts = { new: 0, duplicate: 0, invalid: 0, expired: 0 };
  for (const { outcome } of items) counts[outcome] += 1;
  return counts;
}

/** What is left out comes first, as somebody has to look at it. */
export function leftOutFirst(items: readonly ImportItem[]): ImportItem[] {
  return [...items.filter(({ outcome }) => outcome !== "new"), ...items.filter(({ outcome }) => outcome === "new")];
}

/** How many there are of each, but for those that there are none of; empty where there is nothing. */
export function countWords(counts: Counts, t: AccountText["importing"]): string {
  const said = (["new", "duplicate", "expired", "invalid"] as const).filter((outcome) => counts[outcome] > 0);
  return said.length === 0 ? "" : t.join(said.map((outcome) => t.counted[outcome](counts[outcome])));
}

/** What the account would be, as far as that is known. */
export function kindOf(item: ImportItem, t: AccountText["importing"], providers: readonly Provider[]): string {
  return t.kinds[item.kind] ?? providers.find(({ type }) => type === item.type)?.name ?? item.kind;
}
