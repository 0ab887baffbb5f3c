import { useState } from "react";
import { flushSync } from "react-dom";

/** The conversations that are chosen, to do the same with all of them. */
export interface Selection {
  /** Null while none are to be chosen. */
  chosen: ReadonlySet<string> | null;
  begin: (id: string) => void;
  toggle: (id: string) => void;
  /** The focus returns to where it began, if that is still there. */
  end: () => void;
}

export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [first, setFirst] = useState("");

  function set(next: ReadonlySet<string> | null, focus: string) {
    // At once: the focus goes to what is drawn then.
    flushSync(() => setChosen(next));
    const rows = document.querySelectorAll<HTMLElement>(".conversations [data-id]");
    ([...rows].find((row) => row.dataset["id"] === focus) ?? rows[0])?.focus();
  }

  return {
    chosen,
    begin: (id) => {
      setFirst(id);
      set(new Set([id]), id);
    },
    toggle: (id) => {
      const next = new Set(chosen);
      if (!next.delete(id)) next.add(id);
      setChosen(next);
    },
    end: () => set(null, first),
  };
}
