import { useState } from "react";
import type { Account } from "../types";
import type { Outcome } from "./api";
import { afterAct, type Choice, countElsewhere, nobody, pageState, withAccounts } from "./choice";

export interface Chosen {
  choice: Choice;
  ids: number[];
  /** The chosen ones that the page does not show. */
  elsewhere: number;
  page: "none" | "some" | "all";
  has: (account: Account) => boolean;
  set: (account: Account, isChosen: boolean) => void;
  setPage: (isChosen: boolean) => void;
  settle: (outcome: Outcome) => void;
  clear: () => void;
}

/** The accounts that something is to be done to; `shown` are those of the page. */
export function useChosen(shown: readonly Account[]): Chosen {
  const [choice, setChoice] = useState<Choice>(nobody);
  return {
    choice,
    ids: [...choice.keys()],
    elsewhere: countElsewhere(choice, shown),
    page: pageState(choice, shown),
    has: ({ id }) => choice.has(id),
    set: (account, isChosen) => setChoice((old) => withAccounts(old, [account], isChosen)),
    setPage: (isChosen) => setChoice((old) => withAccounts(old, shown, isChosen)),
    settle: (outcome) => setChoice((old) => afterAct(old, outcome)),
    clear: () => setChoice(nobody),
  };
}
