/** What a model costs, as it is typed and as it stands in the options of the server. */
import type { Option } from "../settings/api";
import { entriesOf, objectText, valueOf } from "../settings/values";
import type { PriceText } from "./text";

export const priceKinds = ["free", "tokens", "call", "second"] as const;
export type PriceKind = typeof priceKinds[number];

export interface PriceDraft {
  kind: PriceKind;
  ratio: string;
  /** Blank: as usual for its name. */
  completion: string;
  cache: string;
  dollars: string;
  second: string;
  /** Blank, as all that follow: as usual. Of pictures and sound that are read, as multiples of a token in. */
  image: string;
  audio: string;
  audioCompletion: string;
  /** USD for a million tokens of sound, of Google's models. */
  audioInput: string;
  /** USD for a thousand searches of the upstream's own tools. */
  webSearch: string;
  fileSearch: string;
}

/** What most people need not see. */
export const moreFields = ["image", "audio", "audioCompletion", "audioInput", "webSearch", "fileSearch"] as const;

/** The field of each option. The one that decides how a model is charged is written last where it goes away. */
const tables = {
  ratio: "ModelRatio", completion: "CompletionRatio", cache: "CacheRatio", dollars: "ModelPrice", second: "SecondPrice", image: "ImageRatio",
  audio: "AudioRatio", audioCompletion: "AudioCompletionRatio", audioInput: "AudioInputPrice", webSearch: "WebSearchPrice",
  fileSearch: "FileSearchPrice",
} as const;
type PriceField = keyof typeof tables;
export const priceFields = Object.keys(tables) as PriceField[];
const searches = ["webSearch", "fileSearch"] as const;
const fieldsOf: Record<PriceKind, readonly PriceField[]> = {
  free: [],
  tokens: ["ratio", "completion", "cache", ...moreFields],
  call: ["dollars", ...searches],
  second: ["second", ...searches],
};

/** Whether a model is Google's, whose sound has a price in USD unless it has a ratio. */
export function hearsAtPrice(model: string): boolean {
  return model.startsWith("gemini-");
}

const greatest = 1_000_000;
/** 1 of a ratio, in USD for a million tokens. */
const dollarsOfRatio = 2;

export function draftOf(options: readonly Option[], model: string): PriceDraft {
  const own = (field: PriceField) => {
    const value = new Map(entriesOf(valueOf(options, tables[field]))).get(model);
    return typeof value === "number" ? String(value) : "";
  };
  const draft = Object.fromEntries(priceFields.map((field) => [field, own(field)])) as Record<PriceField, string>;
  const kind = draft.dollars !== "" ? "call" : draft.second !== "" ? "second" : draft.ratio !== "" ? "tokens" : "free";
  return { kind, ...draft };
}

/** Null while it is no price. */
export function amountIn(typed: string): number | null {
  const text = typed.trim();
  return /^\d{1,7}(\.\d{1,12})?$/.test(text) && Number(text) <= greatest ? Number(text) : null;
}

/** What is wrong, by field. */
export function priceProblems(draft: PriceDraft, text: PriceText): Record<string, string | null> {
  const needed: readonly PriceField[] = ["ratio", "dollars", "second"];
  const problem = (field: PriceField) => {
    if (draft[field].trim() === "") return needed.includes(field) ? text.common.required : null;
    return amountIn(draft[field]) === null ? text.prices.range : null;
  };
  return Object.fromEntries(fieldsOf[draft.kind].map((field) => [field, problem(field)]));
}

/** The options that change, those that are added to first: a model is not free in between. */
export function changedTables(options: readonly Option[], model: string, draft: PriceDraft): Option[] {
  const set = priceFields.filter((field) => fieldsOf[draft.kind].includes(field) && amountIn(draft[field]) !== null);
  return [...set, ...priceFields.filter((field) => !set.includes(field))].flatMap((field) => {
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

/** What a picture costs that a tool makes, by its kind as the option names it. */
export const pictureKinds = ["low", "low-wide", "medium", "medium-wide", "high", "high-wide"] as const;
export type PictureKind = typeof pictureKinds[number];
const pictureTable = "ImageToolPrice";

export function pictureDraft(options: readonly Option[]): Record<PictureKind, string> {
  const entries = new Map(entriesOf(valueOf(options, pictureTable)));
  const own = (kind: PictureKind) => {
    const value = entries.get(kind);
    return typeof value === "number" ? String(value) : "";
  };
  return Object.fromEntries(pictureKinds.map((kind) => [kind, own(kind)])) as Record<PictureKind, string>;
}

/** Blank: it costs nothing. */
export function pictureOption(draft: Record<PictureKind, string>): Option {
  const priced = pictureKinds.flatMap((kind) => {
    const amount = amountIn(draft[kind]);
    return amount === null ? [] : [[kind, amount] as const];
  });
  return { key: pictureTable, value: objectText(priced) };
}
