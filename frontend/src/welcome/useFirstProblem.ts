import { type RefObject, useEffect, useRef, useState } from "react";

/** After a try that failed, the focus goes to the first field that something is wrong with. */
export function useFirstProblem(): { form: RefObject<HTMLFormElement>; failed: () => void } {
  const form = useRef<HTMLFormElement>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (round > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [round]);
  return { form, failed: () => setRound((old) => old + 1) };
}
