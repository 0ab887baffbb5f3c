/** How limits are named. Without React, so that it can be tested alone. */
import { isolated } from "../ui/Sentence";
import type { LimitWords } from "./en";
import { type Counted, isUsual, kindOf, lengthOf, patternsOf, type Scope, scopeOf, type Told, type UsualWindow } from "./limits";

/** What a window is called; `usual` are the names that the page has for the four usual ones. */
export function windowName(t: LimitWords, usual: Record<UsualWindow, string>, counted: Counted): string {
  const { window } = counted;
  const length = lengthOf(window);
  if (length) return t.every(length);
  if (!isUsual(window)) return window;
  if (window === "hour" && kindOf(counted) === "calendar") return t.clockHour;
  if (window === "day" && kindOf(counted) === "rolling") return t.anyDay;
  if (window === "week" && kindOf(counted) === "rolling") return t.anyWeek;
  return usual[window];
}

/** “only gpt-*”; null for all models. The patterns are set apart, for `Sentence`. */
export function onlyModels(t: LimitWords, counted: Counted): string | null {
  const patterns = patternsOf(counted);
  return patterns === null ? null : t.only(patterns.map(isolated));
}

/** What a page calls those that a limit counts for; `named` where an account is named. */
export interface ScopeWords {
  scopes: Record<Scope, string>;
  named: {
    member_account: (account: string) => string;
    account: (account: string) => string;
    /** Another scope, in a limit that holds on one account alone. */
    on: (whom: string, account: string) => string;
  };
}

/** Whom a limit counts for. An account's name is set apart, for `Sentence`. */
export function countedFor(t: ScopeWords, told: Told): string {
  const scope = scopeOf(told);
  if (!told.account) return t.scopes[scope];
  const account = isolated(told.account);
  return scope === "account" || scope === "member_account" ? t.named[scope](account) : t.named.on(t.scopes[scope], account);
}
