/** What is typed into the editor of a package, before it is fit to be sent. */
import {
  kindOf, lengthOf, type LengthUnit, patternsOf, type Scope, scopeOf, type Unit, unitOf, unlimited, type UsualWindow, usualWindows,
} from "../../shared/limits/limits";
import { bytes } from "../../shared/lengths";
import { brief, isPlain, largest, repeated, windowKey } from "./limits";
import type { PackageText } from "./text";
import type { Limit } from "./types";

/** The choice of a window that is a length. */
export const ownLength = "length";
export const most = { patterns: 32, patternBytes: 64 } as const;

export interface LimitDraft {
  /** Stays while others are added and removed. */
  id: number;
  amount: string;
  isUnlimited: boolean;
  unit: Unit;
  /** A `windowKey`, or `ownLength`. */
  window: string;
  count: string;
  lengthUnit: LengthUnit;
  scope: Scope;
  isOfSome: boolean;
  patterns: string;
}

export interface PackageDraft {
  /** Of members' messages, whatever the model; blank where there is none. */
  usual: Record<UsualWindow, string>;
  others: readonly LimitDraft[];
}

export function draftOf(limits: readonly Limit[]): PackageDraft {
  const usual: Record<UsualWindow, string> = { hour: "", day: "", week: "", month: "" };
  const others: LimitDraft[] = [];
  for (const limit of limits) {
    if (isPlain(limit) && usual[limit.window] === "") usual[limit.window] = String(limit.limit);
    else others.push(limitDraftOf(limit, others.length));
  }
  return { usual, others };
}

function limitDraftOf(limit: Limit, id: number): LimitDraft {
  const length = lengthOf(limit.window);
  const patterns = patternsOf(limit);
  return {
    id,
    amount: limit.limit === unlimited ? "" : String(limit.limit),
    isUnlimited: limit.limit === unlimited,
    unit: unitOf(limit),
    window: length ? ownLength : windowKey(limit),
    count: length ? String(length.count) : "5",
    lengthUnit: length?.unit ?? "h",
    scope: scopeOf(limit),
    isOfSome: patterns !== null,
    patterns: patterns?.join(", ") ?? "",
  };
}

export function newLimit(others: readonly LimitDraft[]): LimitDraft {
  return { ...limitDraftOf({ window: "5h", limit: 0 }, 1 + Math.max(-1, ...others.map((other) => other.id))), amount: "" };
}

/** As patterns are typed: between commas. */
export function patternsIn(typed: string): string[] {
  return typed.split(/[,，、]/).map((pattern) => pattern.trim()).filter(Boolean);
}

/** The limit that is typed; null while something of it is missing or wrong. */
export function limitOf(draft: LimitDraft): Limit | null {
  const limit = draft.isUnlimited ? unlimited : amountOf(draft.amount);
  const [window = "", kind] = draft.window === ownLength ? [lengthIn(draft) ?? ""] : draft.window.split(":");
  const models = draft.isOfSome ? patternsIn(draft.patterns) : ["*"];
  if (limit === null || window === "" || models.length === 0) return null;
  return brief({ scope: draft.scope, window, kind: kind ?? kindOf({ window }), unit: draft.unit, limit, models });
}

function lengthIn(draft: LimitDraft): string | null {
  const count = draft.count.trim().replace(/^0+(?=\d)/, "");
  return lengthOf(count + draft.lengthUnit) ? count + draft.lengthUnit : null;
}

function amountOf(typed: string): number | null {
  const text = typed.trim();
  return /^\d{1,12}$/.test(text) && Number(text) <= largest ? Number(text) : null;
}

/** The name of a field of a limit, in the form and where problems are said. */
export function fieldOf(draft: LimitDraft, field: string): string {
  return `${draft.id}.${field}`;
}

interface Place {
  /** What comes before the field's name, or the field itself of a usual limit. */
  at: LimitDraft | UsualWindow;
  limit: Limit;
}

/** All that is complete, in the order in which it is sent. */
function places({ usual, others }: PackageDraft): Place[] {
  return [
    ...usualWindows.flatMap((window) => {
      const limit = amountOf(usual[window]);
      return limit === null ? [] : [{ at: window, limit: { window, limit } }];
    }),
    ...others.flatMap((at) => {
      const limit = limitOf(at);
      return limit === null ? [] : [{ at, limit }];
    }),
  ];
}

export function limitsOf(draft: PackageDraft): Limit[] {
  return places(draft).map((place) => place.limit);
}

/** The form's field for one that the server names, as `limits[2].window`. */
export function fieldNamed(draft: PackageDraft, name: string): string {
  const parts = /^limits\[(\d+)\](?:\.(\w+))?/.exec(name);
  const place = parts && places(draft)[Number(parts[1])];
  if (!place) return name;
  if (typeof place.at === "string") return place.at;
  const field = parts[2] ?? "window";
  return fieldOf(place.at, field === "kind" ? "window" : field);
}

/** All fields that a refusal can be said at. */
export function fieldNames({ others }: PackageDraft): string[] {
  const fields = ["limit", "unit", "window", "scope", "models"];
  return ["name", "limits", ...usualWindows, ...others.flatMap((other) => fields.map((field) => fieldOf(other, field)))];
}

/** What is wrong with it, by the form's fields. */
export function problemsOf(draft: PackageDraft, text: PackageText): Record<string, string | null> {
  const t = text.packages;
  const problems: Record<string, string | null> = {};
  for (const window of usualWindows) {
    const typed = draft.usual[window];
    problems[window] = typed.trim() !== "" && amountOf(typed) === null ? t.limitRange(largest) : null;
  }
  for (const other of draft.others) {
    const isAmount = other.isUnlimited || amountOf(other.amount) !== null;
    problems[fieldOf(other, "limit")] = isAmount ? null : t.amountRange(largest);
    problems[fieldOf(other, "window")] = other.window === ownLength && lengthIn(other) === null ? t.lengthRange : null;
    problems[fieldOf(other, "models")] = other.isOfSome ? patternsProblem(patternsIn(other.patterns), text) : null;
  }
  for (const [id, words] of repetitions(draft, text)) problems[`${id}.window`] ??= words;
  return problems;
}

function patternsProblem(patterns: readonly string[], text: PackageText): string | null {
  const t = text.packages;
  if (patterns.length === 0) return t.patternsMissing;
  if (patterns.length > most.patterns) return t.patternsMost(most.patterns, patterns.length);
  const spaced = patterns.find((pattern) => /\s/.test(pattern));
  if (spaced !== undefined) return t.patternSpace(spaced);
  const long = patterns.find((pattern) => bytes(pattern) > most.patternBytes);
  return long === undefined ? null : t.patternLong(long, most.patternBytes);
}

/** What to say at limits that count the same as an earlier one, by their `id`. */
export function repetitions(draft: PackageDraft, text: PackageText): Map<number, string> {
  const all = places(draft);
  const found = new Map<number, string>();
  repeated(all.map((place) => place.limit)).forEach((earlier, index) => {
    const at = all[index]?.at;
    const first = earlier === null ? undefined : all[earlier]?.at;
    if (first === undefined || typeof at !== "object") return;
    found.set(at.id, typeof first === "string"
      ? text.packages.repeatsUsual(text.common.windows[first])
      : text.packages.repeats);
  });
  return found;
}

/** The ids of the limits that can never be the one that stops, given the places of those in `limitsOf`. */
export function idsAt(draft: PackageDraft, at: readonly number[]): number[] {
  const all = places(draft);
  return at.flatMap((place) => {
    const found = all[place]?.at;
    return typeof found === "object" ? [found.id] : [];
  });
}

