/** Which accounts are chosen, by number, with their names: a choice goes on across the pages of a list. */
import type { Outcome } from "./api";

export type Choice = ReadonlyMap<number, string>;

interface Named {
  id: number;
  name: string;
}

export const nobody: Choice = new Map();

export function withAccounts(choice: Choice, accounts: readonly Named[], isChosen: boolean): Choice {
  const next = new Map(choice);
  for (const { id, name } of accounts) {
    if (isChosen) next.set(id, name);
    else next.delete(id);
  }
  return next;
}

/** How many of a page are chosen, as its checkbox shows it. */
export function pageState(choice: Choice, accounts: readonly Named[]): "none" | "some" | "all" {
  const count = accounts.filter(({ id }) => choice.has(id)).length;
  if (count === 0) return "none";
  return count === accounts.length ? "all" : "some";
}

/** The chosen ones that the page does not show. */
export function countElsewhere(choice: Choice, accounts: readonly Named[]): number {
  const shown = new Set(accounts.map(({ id }) => id));
  return [...choice.keys()].filter((id) => !shown.has(id)).length;
}

/** Those for which it did not work stay chosen, so that it can be tried again; but for those that are no more. */
export function afterAct(choice: Choice, { failed }: Outcome): Choice {
  const left = new Set(failed.filter(({ code }) => code !== "not_found").map(({ id }) => id));
  return new Map([...choice].filter(([id]) => left.has(id)));
}

/** Each failure with its account's name, or its number. */
export function failuresOf(choice: Choice, { failed }: Outcome): { id: number; name: string; reason: string }[] {
  return failed.map(({ id, reason }) => ({ id, name: choice.get(id) ?? `#${id}`, reason }));
}
