/** What is typed into the form of a key, before it is fit to be sent. */
import { type Expiry, expiryAt, expiryOf, isPast } from "../expiry/expiry";
import { bytes } from "../lengths";
import { unitsIn, unitsInDollars } from "../units";
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
  /** What it may spend from now on, in USD; blank for any amount. */
  left: string;
}

export function keyDraftOf(key: ApiKey | null): KeyDraft {
  const models = key ? modelsOfKey(key) : null;
  return {
    ...expiryAt(key && key.expired_time !== never ? key.expired_time : null),
    name: key?.name ?? "",
    isLimited: models !== null,
    models: models ?? [],
    addresses: key?.allow_ips ?? "",
    left: leftOf(key),
  };
}

/** As it would be typed. */
function leftOf(key: ApiKey | null): string {
  if (!key || key.unlimited_quota) return "";
  return unitsInDollars(Math.max(0, key.remain_quota)).toFixed(6).replace(/\.?0+$/, "");
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
    remain_quota: draft.left.trim() === "" || unitsIn(draft.left) !== null ? null : t.leftWrong,
  };
}

/** Of a draft without problems. What is left goes along only when it was typed: what `former` says of it may have been spent by now. */
export function keyFieldsOf(draft: KeyDraft, now: number, former: ApiKey | null): KeyFields {
  const units = draft.left.trim() === "" ? null : unitsIn(draft.left);
  const isTyped = draft.left.trim() !== leftOf(former);
  return {
    ...(isTyped ? { unlimited_quota: units === null, ...(units === null ? {} : { remain_quota: units }) } : {}),
    name: draft.name.trim(),
    expired_time: expiryOf(draft, now) ?? never,
    model_limits_enabled: draft.isLimited,
    model_limits: draft.isLimited ? draft.models.join(",") : "",
    allow_ips: addressLines(draft.addresses).join("\n"),
  };
}
