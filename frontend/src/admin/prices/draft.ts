/** What a model costs, as it is typed and as it stands in the options of the server. */
import type { Option } from "../settings/api";
import { entriesOf, objectText, valueOf } from "../settings/values";
import type { PriceText } from "./text";

export const priceKinds = ["free", "tokens", "call"] as const;
export type PriceKind = typeof priceKinds[number];

export interface PriceDraft {
  kind: PriceKind;
  ratio: string;
  /** Blank: as usual for its name. */
  completion: string;
  cache: string;
  dollars: string;
}

/** The field of each option. The one that decides how a model is charged is written last where it goes away. */
const tables = { ratio: "ModelRatio", completion: "CompletionRatio", cache: "CacheRatio", dollars: "ModelPrice" } as const;
type PriceField = keyof typeof tables;
const fieldsOf: Record<PriceKind, readonly PriceField[]> = { free: [], tokens: ["ratio", "completion", "cache"], call: ["dollars"] };

const greatest = 1_000_000;
/** 1 of a ratio, in USD for a million tokens. */
const dollarsOfRatio = 2;

export function draftOf(options: readonly Option[], model: string): PriceDraft {
  const own = (field: PriceField) => {
    const value = new Map(entriesOf(valueOf(options, tables[field]))).get(model);
    return typeof value === "number" ? String(value) : "";
  };
  const draft = { ratio: own("ratio"), completion: own("completion"), cache: own("cache"), dollars: own("dollars") };
  return { kind: draft.dollars !== "" ? "call" : draft.ratio !== "" ? "tokens" : "free", ...draft };
}

/** Null while it is no price. */
export function amountIn(typed: string): number | null {
  const text = typed.trim();
  return /^\d{1,7}(\.\d{1,12})?$/.test(text) && Number(text) <= greatest ? Number(text) : null;
}

/** What is wrong, by field. */
export function priceProblems(draft: PriceDraft, text: PriceText): Record<string, string | null> {
  const needed = { ratio: true, completion: false, cache: false, dollars: true };
  const problem = (field: PriceField) => {
    if (draft[field].trim() === "") return needed[field] ? text.common.required : null;
    return amountIn(draft[field]) === null ? text.prices.range : null;
  };
  return Object.fromEntries(fieldsOf[draft.kind].map((field) => [field, problem(field)]));
}

/** The options that change, those that are added to first: a model is not free in between. */
export function changedTables(options: readonly Option[], model: string, draft: PriceDraft): Option[] {
  const all = Object.keys(tables) as PriceField[];
  const set = all.filter((field) => fieldsOf[draft.kind].includes(field) && amountIn(draft[field]) !== null);
  return [...set, ...all.filter((field) => !set.includes(field))].flatMap((field) => {
    const before = entriesOf(valueOf(options, tables[field]));
    const amount = set.includes(field) ? amountIn(draft[field]) : null;
    if ((new Map(before).get(model) ?? null) === amount) return [];
    const others = before.filter(([name]) => name !== model);
    return [{ key: tables[field], value: objectText(amount === null ? others : [...others, [model, amount]]) }];
  });
}

/** USD for a million tokens that are read. */
export function dollarsForInput(ratio: number): number {
  return ratio * dollarsOfRatio;
}
