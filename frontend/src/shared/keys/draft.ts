/** What is typed into the form of a key, before it is fit to be sent. */
import { type Expiry, expiryAt, expiryOf, isPast } from "../expiry/expiry";
import { bytes } from "../lengths";
import type { KeyWords } from "./en";
import { addressLines, badAddressLine } from "./addresses";
import { type ApiKey, type KeyFields, modelsOfKey } from "./keys";

export const lifetimes = [7, 30, 90] as const;
export const longestKeyName = 50;
/** As the server writes it. */
const never = -1;

export interface KeyDraft extends Expiry {
  name: string;
  isLimited: boolean;
  models: readonly string[];
  addresses: string;
}

export function keyDraftOf(key: ApiKey | null): KeyDraft {
  const models = key ? modelsOfKey(key) : null;
  return {
    ...expiryAt(key && key.expired_time !== never ? key.expired_time : null),
    name: key?.name ?? "",
    isLimited: models !== null,
    models: models ?? [],
    addresses: key?.allow_ips ?? "",
  };
}

/** What is wrong with it, by the field's name at the server. */
export function problemsOfKey(draft: KeyDraft, now: number, t: KeyWords, past: string): Record<string, string | null> {
  const name = bytes(draft.name.trim());
  const line = badAddressLine(draft.addresses);
  return {
    name: name === 0 ? t.required : name > longestKeyName ? t.nameTooLong(longestKeyName, name) : null,
    expired_time: isPast(expiryOf(draft, now), now) ? past : null,
    model_limits: draft.isLimited && draft.models.length === 0 ? t.modelsMissing : null,
    allow_ips: line === null ? null : t.addressesLine(line),
  };
}

/** Of a draft without problems. */
export function keyFieldsOf(draft: KeyDraft, now: number): KeyFields {
  return {
    name: draft.name.trim(),
    expired_time: expiryOf(draft, now) ?? never,
    model_limits_enabled: draft.isLimited,
    model_limits: draft.isLimited ? draft.models.join(",") : "",
    allow_ips: addressLines(draft.addresses).join("\n"),
  };
}
