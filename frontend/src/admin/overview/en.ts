/** English words about the overview. `zh.ts` must have the same shape. */
import { count } from "../../shared/locales/count.en";

export const en = {
  overview: {
    title: "Overview",
    members: "Members",
    accounts: "Accounts",
    packages: "Packages",
    enabled: (n: number) => `${n} enabled`,
    disabled: (n: number) => `${n} disabled`,
    attention: (n: number) => (n === 1 ? "1 needs attention" : `${n} need attention`),
    firstSteps: "First steps",
    progress: (done: number, all: number) => `${done} of ${all} done`,
    stepDone: "done",
    stepOpen: "to do",
    addAccount: "Add an account",
    addAccountHint: "Where answers come from: the base URL and key of an OpenAI-compatible service.",
    testAccount: "Test it",
    testAccountHint: "One tiny request shows the latency, or exactly what is wrong.",
    addMember: "Create a member",
    addMemberHint: "A person who chats. They need neither e-mail nor password.",
    bind: "Bind the member to the account",
    bindHint: "Members see only the models of the accounts that they are bound to.",
    copyLink: "Copy the personal link",
    copyLinkHint: "Whoever opens it is signed in. Send it to that member alone.",
    attentionTitle: "Needs attention",
    allWell: "Nothing needs your attention.",
    unbound: (n: number) => `${count(n, "member has", "members have")} no account and cannot chat`,
    unboundHint: "Bind them to an account.",
    noReason: "No reason was recorded.",
    loadFailed: "This part could not be loaded.",
  },
};
