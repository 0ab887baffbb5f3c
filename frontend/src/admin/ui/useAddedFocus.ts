import { type RefObject, useEffect, useRef } from "react";

/** For the first field of a row that was added: it takes the focus. */
export function useAddedFocus(isAdded: boolean): RefObject<HTMLInputElement> {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isAdded) input.current?.focus();
  }, [isAdded]);
  return input;
}
