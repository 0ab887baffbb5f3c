import { type RefObject, useEffect } from "react";

/** After an attempt that failed, the focus goes to the first field that is wrong, and its fold opens. */
export function useFirstFault(form: RefObject<HTMLFormElement>, round: number): void {
  useEffect(() => {
    const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    const fold = wrong?.closest("details");
    if (fold) fold.open = true;
    wrong?.focus();
  }, [form, round]);
}
