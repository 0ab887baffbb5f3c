/** The checkboxes of the list. */
import { type ReactNode, useEffect, useRef } from "react";
import { useAccountText } from "../text";
import type { Account } from "../types";
import type { Chosen } from "./useChosen";

export function ChooseAccount({ account, chosen, children }: { account: Account; chosen: Chosen; children: ReactNode }) {
  const t = useAccountText().bulk;
  return (
    <span className="choosable">
      <input
        type="checkbox" aria-label={t.chooseNamed(account.name)} checked={chosen.has(account)}
        onChange={(event) => chosen.set(account, event.target.checked)}
      />
      {children}
    </span>
  );
}

export const choosePageID = "choose-page";

/** Those of the page, all or none of them. */
export function ChoosePage({ chosen, children }: { chosen: Chosen; children: ReactNode }) {
  const t = useAccountText().bulk;
  const box = useRef<HTMLInputElement>(null);
  const isSome = chosen.page === "some";
  useEffect(() => {
    // There is no attribute for it.
    if (box.current) box.current.indeterminate = isSome;
  }, [isSome]);
  return (
    <span className="choosable">
      <input
        ref={box} id={choosePageID} type="checkbox" aria-label={t.choosePage} checked={chosen.page === "all"}
        onChange={(event) => chosen.setPage(event.target.checked)}
      />
      {children}
    </span>
  );
}
