/** English words about the quota. `zh.ts` must have the same shape. */
import type { Scope, Unit, UsualWindow } from "../../shared/limits/limits";

export const en = {
  quota: "Quota",
  quotaLeft: (count: string, unit: Unit) => (unit === "tokens" ? `${count} tokens left` : `${count} left`),
  quotaNone: "Used up",
  quotaBusy: "Busy",
  quotaUncapped: "No limit",
  /** `amount` has its noun. */
  quotaButton: (amount: string) => `Quota: ${amount} left`,
  quotaButtonUncapped: "Quota: no limit for this model",
  quotaRow: (used: string, limit: string) => `${used} of ${limit} used`,
  quotaRowUncapped: (used: string) => `${used} used, no limit`,
  quotaBlocked: "Blocked",
  windows: { hour: "Per hour", day: "Today", week: "This week", month: "This month" } as Record<UsualWindow, string>,
  quotaScopes: {
    member: "you",
    member_account: "you on this account",
    key: "this key",
    account: "this account",
    group: "your group",
    global: "everyone",
  } as Record<Scope, string>,
  quotaNamed: {
    member_account: (account: string) => `you on the account ${account}`,
    account: (account: string) => `the account ${account}`,
    on: (whom: string, account: string) => `${whom}, when the account ${account} answers`,
  },
  /** Whose quota a warning is about; blank where that goes without saying. */
  quotaOf: {
    member: "",
    member_account: "you on this account",
    key: "this key",
    account: "all users of this account",
    group: "your group",
    global: "everyone together",
  } as Record<Scope, string>,
  othersBusy: "The account is busy; your own quota is untouched.",
  resetsAt: (moment: string) => `resets ${moment}`,
  freesAt: (moment: string, unit: Unit) => (unit === "messages" ? `next place free ${moment}` : `frees little by little from ${moment}`),
  quotaWarning: (amount: string, window: string, whose: string) =>
    `${amount} left ${whose ? `for ${whose} ` : ""}(${window.toLowerCase()}).`,
};
