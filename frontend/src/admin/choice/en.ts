/** English words about how accounts are chosen. `zh.ts` must have the same shape. */
import { count } from "../../shared/locales/count.en";

export const en = {
  choice: {
    dryRun: "Which account answers?",
    dryRunHint: "For a new conversation now. Nothing is asked and nothing is counted.",
    model: "Model",
    look: "Look",
    chosen: "Chosen",
    none: "No account could answer now.",
    gone: (id: number) => `Account ${id}, which is gone`,
    why: "Why this account?",
    only: "The member had no other account for this model.",
    loads: "Asked in the last hour",
    loadsNone: "Nothing was asked in the last hour.",
    load: (n: number, percent: number) => `${count(n, "question")}, ${percent} %`,
  },
};
