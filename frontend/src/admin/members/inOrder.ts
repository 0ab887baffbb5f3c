import type { MemberAccount } from "./types";

/** As they are asked: in the member's own order, then dedicated ones before shared ones, then by priority. */
export function inOrder(accounts: readonly MemberAccount[]): MemberAccount[] {
  const rank = (account: MemberAccount) => [account.place ?? Infinity, account.mode === "dedicated" ? 0 : 1, -account.priority];
  return [...accounts].sort((left, right) => {
    const [lefts, rights] = [rank(left), rank(right)];
    const differing = lefts.findIndex((value, index) => value !== rights[index]);
    return differing < 0 ? 0 : Number(lefts[differing]! > rights[differing]!) * 2 - 1;
  });
}

/** With the account at `place` one place further up or down; the same where there is no further. */
export function moved<Item>(items: readonly Item[], place: number, by: 1 | -1): Item[] {
  const result = [...items];
  const [item] = place + by >= 0 && place + by < items.length ? result.splice(place, 1) : [];
  if (item !== undefined) result.splice(place + by, 0, item);
  return result;
}
