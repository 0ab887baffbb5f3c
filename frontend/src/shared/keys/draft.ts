/** What is typed into the form of a key, before it is fit to be sent. */
import { bytes } from "../lengths";
import type { KeyWords } from "./en";
import { addressLines, badAddressLine } from "./addresses";
import { type ApiKey, type KeyFields, modelsOfKey } from "./keys";

export const lifetimes = [7, 30, 90] as const;
export const longestKeyName = 50;
const day = 86_400;

export interface KeyDraft {
  name: string;
  /** "never", "date", or days from now on. */
  expiry: string;
  /** As `datetime-local` has it. */
  date: string;
  isLimited: boolean;
  models: readonly string[];
  addresses: string;
}

export function keyDraftOf(key: ApiKey | null): KeyDraft {
  const models = key ? modelsOfKey(key) : null;
  const expires = key ? key.expired_time : -1;
  return {
    name: key?.name ?? "",
    expiry: expires === -1 ? "never" : "date",
    date: expires === -1 ? "" : localMoment(expires),
    isLimited: models !== null,
    models: models ?? [],
    addresses: key?.allow_ips ?? "",
  };
}

/** Unix seconds, -1 for never; NaN while no date is chosen. */
export function expiryOf(draft: Pick<KeyDraft, "expiry" | "date">, now: number): number {
  if (draft.expiry === "never") return -1;
  if (draft.expiry === "date") return Math.floor(new Date(draft.date).getTime() / 1000);
  return now + Number(draft.expiry) * day;
}

/** What is wrong with it, by the field's name at the server. */
export function problemsOfKey(draft: KeyDraft, now: number, t: KeyWords, required: string): Record<string, string | null> {
  const expires = expiryOf(draft, now);
  const name = bytes(draft.name.trim());
  const line = badAddressLine(draft.addresses);
  return {
    name: name === 0 ? required : name > longestKeyName ? t.nameTooLong(longestKeyName, name) : null,
    expired_time: expires === -1 || expires > now ? null : t.expiryPast,
    model_limits: draft.isLimited && draft.models.length === 0 ? t.modelsMissing : null,
    allow_ips: line === null ? null : t.addressesLine(line),
  };
}

/** Of a draft without problems. */
export function keyFieldsOf(draft: KeyDraft, now: number): KeyFields {
  return {
    name: draft.name.trim(),
    expired_time: expiryOf(draft, now),
    model_limits_enabled: draft.isLimited,
    model_limits: draft.isLimited ? draft.models.join(",") : "",
    allow_ips: addressLines(draft.addresses).join("\n"),
  };
}

/** A moment in the reader's time zone, as `datetime-local` has it. */
function localMoment(seconds: number): string {
  const date = new Date(seconds * 1000);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
