/** English words about the accounts that a member may use. `zh.ts` must have the same shape. */
import { count } from "../../shared/locales/count.en";

export const accountsEn = {
  title: "Accounts",
  intro: "Your questions are answered by these accounts. If one does not work, another of them goes on.",
  states: {
    healthy: "Works",
    cooling: "Cools down",
    limited: "Limited",
    needs_login: "Needs attention",
    needs_attention: "Needs attention",
    draining: "Is being switched off",
    disabled: "Switched off",
  } as Record<string, string>,
  limitedUntil: (moment: string) => `Limited until ${moment}`,
  restsUntil: (moment: string) => `It failed and is asked again at ${moment}, or earlier if there is no other.`,
  hints: {
    cooling: "It failed and is asked again soon.",
    limited: "It takes no more questions for now.",
    needs_login: "It does not answer until an administrator has looked at it.",
    needs_attention: "It does not answer until an administrator has looked at it.",
    draining: "It finishes the answers that it is writing and takes no new questions.",
    disabled: "An administrator switched it off.",
  } as Record<string, string>,
  spans: {
    m: (n: number) => count(n, "minute"),
    h: (n: number) => count(n, "hour"),
    d: (n: number) => count(n, "day"),
  } as Record<string, (n: number) => string>,
  used: (percent: string) => `${percent} used`,
  resets: (moment: string) => `resets ${moment}`,
  stale: (moment: string) => `Began anew ${moment}; how much is used since is not known yet.`,
  more: (n: number) => `${count(n, "more account is", "more accounts are")} not shown.`,
  empty: "No accounts yet",
  emptyHint: "Your administrator has to give you an account before you can ask anything.",
  asOf: (moment: string) => `As of ${moment}`,
  refresh: "Refresh",
};

export type AccountWords = typeof accountsEn;
