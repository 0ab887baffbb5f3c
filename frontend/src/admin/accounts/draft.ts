/** What is typed into the account form, before it is fit to be sent. */
import { characters, longest } from "../../shared/lengths";
import { modelNames } from "./api";
import { type Account, type AccountFields, AccountType, type KeyOrder, type Way } from "./types";
import { tooLong } from "../ui/tooLong";
import { wholeNumber } from "../ui/wholeNumber";
import { type OptionsDraft, optionsDraftOf, optionsOf, problemsOfOptions } from "./options";
import type { AccountText } from "./text";

export interface Draft {
  name: string;
  type: number;
  baseURL: string;
  key: string;
  models: string;
  contexts: Record<string, string>;
  priority: string;
  weight: string;
  packageId: number | null;
  proxy: string;
  remark: string;
  tag: string;
  options: OptionsDraft;
  /** Null: as it was. */
  keyOrder: KeyOrder | null;
}

export function draftOf(account: Account | null): Draft {
  const contexts = Object.entries(account?.contexts ?? {}).map(([model, tokens]) => [model, String(tokens)]);
  return {
    name: account?.name ?? "",
    type: account?.type ?? AccountType.openAI,
    baseURL: account?.base_url ?? "",
    key: "",
    models: modelNames(account?.models ?? "").join(", "),
    contexts: Object.fromEntries(contexts) as Record<string, string>,
    weight: String(account?.weight ?? 1),
    priority: String(account?.priority ?? 0),
    packageId: account?.package_id ?? null,
    proxy: account?.proxy ?? "",
    remark: account?.remark ?? "",
    tag: account?.tag ?? "",
    options: optionsDraftOf(account?.options),
    keyOrder: null,
  };
}

/** What is wrong with it, by field. `usualURL`: the address that it gets where none is typed. */
export function problemsOf(draft: Draft, text: AccountText, usualURL = ""): Record<string, string | null> {
  const { required, wholeNumber: mustBeWhole } = text.common;
  const url = draft.baseURL.trim();
  const isDemo = draft.type === AccountType.demo;
  return {
    name: draft.name.trim() ? tooLong(draft.name, longest.name, text) : required,
    base_url: isDemo || (url === "" && usualURL !== "") ? null : url === "" ? required : problemOfURL(url, text),
    models: isDemo || modelNames(draft.models).length > 0 ? problemOfModels(draft.models, text) : required,
    remark: tooLong(draft.remark, longest.remark, text),
    tag: tooLong(draft.tag, longest.tag, text),
    priority: wholeNumber(draft.priority) === null ? mustBeWhole : null,
    weight: wholeNumber(draft.weight, 0) === null ? mustBeWhole : null,
    contexts: !isDemo && contextEntries(draft).some(([, tokens]) => !isTokens(tokens)) ? mustBeWhole : null,
    ...(isDemo ? {} : problemsOfOptions(draft.options, text)),
  };
}

/** What is wrong with how the upstream is reached and asked. */
export function problemsOfWay(draft: Draft, text: AccountText, usualURL = ""): Record<string, string | null> {
  const { name: _name, models: _models, remark: _remark, tag: _tag, priority: _priority, weight: _weight, contexts: _contexts, ...problems } =
    problemsOf(draft, text, usualURL);
  return problems;
}

/** What keeps it from being tested: it needs neither name nor place among the others. */
export function problemsOfTest(draft: Draft, text: AccountText, usualURL = ""): Record<string, string | null> {
  const { models, contexts } = problemsOf(draft, text, usualURL);
  return { ...problemsOfWay(draft, text, usualURL), models: models ?? null, contexts: contexts ?? null };
}

export function asFields(draft: Draft): AccountFields {
  return {
    name: draft.name.trim(),
    ...wayOf(draft),
    models: modelNames(draft.models).join(","),
    contexts: Object.fromEntries(contextEntries(draft).map(([model, tokens]) => [model, Number(tokens)])),
    priority: wholeNumber(draft.priority) ?? 0,
    weight: draft.weight.trim() === "" ? 1 : wholeNumber(draft.weight, 0) ?? 1,
    package_id: draft.packageId,
    remark: draft.remark.trim(),
    tag: draft.tag.trim(),
    ...(draft.keyOrder ? { multi_key_mode: draft.keyOrder } : {}),
  };
}

/** How many keys are typed, one a line. */
export function keysTyped(key: string): number {
  return new Set(key.split("\n").map((line) => line.trim()).filter(Boolean)).size;
}

/** What of the fields says how the upstream is reached and asked. */
export function wayOf(draft: Draft): Way {
  if (draft.type === AccountType.demo) return { type: draft.type, base_url: "", proxy: "" };
  const way: Way = { type: draft.type, base_url: draft.baseURL.trim(), proxy: draft.proxy.trim(), options: optionsOf(draft.options) };
  if (draft.key.trim()) way.key = draft.key.trim();
  return way;
}

/** Does the key now take another way, to another server or past another proxy, while none was typed? It is then erased. */
export function movesKey(draft: Draft, account: Account | null, usualURL = ""): boolean {
  if (!account?.has_key || draft.key.trim()) return false;
  return originOf(draft.baseURL.trim() || usualURL) !== originOf(account.base_url) || draft.proxy.trim() !== account.proxy;
}

function contextEntries(draft: Draft): [string, string][] {
  const models = modelNames(draft.models);
  return Object.entries(draft.contexts)
    .map(([model, tokens]): [string, string] => [model, tokens.trim()])
    .filter(([model, tokens]) => tokens !== "" && models.includes(model));
}

function isTokens(typed: string): boolean {
  return /^\d{1,9}$/.test(typed) && Number(typed) > 0 && Number(typed) <= 100_000_000;
}

function problemOfURL(url: string, text: AccountText): string | null {
  return /^https?:\/\/[^/]/i.test(url) && originOf(url) !== "" ? null : text.accounts.baseURLScheme;
}

function problemOfModels(models: string, text: AccountText): string | null {
  const isAnyTooLong = modelNames(models).some((name) => characters(name) > longest.modelName);
  return isAnyTooLong ? text.accounts.modelTooLong(longest.modelName) : null;
}

function originOf(url: string): string {
  try {
    return new URL(url.trim()).origin;
  } catch {
    return "";
  }
}
