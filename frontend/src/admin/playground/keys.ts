import type { KeyboardEvent } from "react";
import { isComposing } from "../../shared/typing";

/** Ctrl or ⌘ with Enter. */
export function isSend(event: KeyboardEvent): boolean {
  return event.key === "Enter" && (event.ctrlKey || event.metaKey) && !isComposing(event);
}
