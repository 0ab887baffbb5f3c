/** Which key sends: Enter, or Ctrl (⌘) and Enter; by itself as the keyboard suits it. Kept for the device. */
import { type KeyboardEvent, useSyncExternalStore } from "react";
import { Preference } from "../../shared/preference";
import { isComposing } from "../../shared/typing";

export type SendKey = "auto" | "enter" | "modifier";
export const sendKeys: readonly SendKey[] = ["auto", "enter", "modifier"];

const preference = new Preference<SendKey>("send_key", sendKeys, "auto");

export function setSendKey(choice: SendKey): void {
  preference.set(choice);
}

export function useSendKey(): SendKey {
  return useSyncExternalStore(preference.subscribe, preference.get);
}

/** A keyboard on the glass has no Shift+Enter: its Enter makes a new line. One with a mouse beside it is a real one. */
function isOnGlass(): boolean {
  return matchMedia("(pointer: coarse)").matches && !matchMedia("(any-pointer: fine)").matches;
}

/** Does Enter alone send? */
export function sendsByEnter(choice: SendKey): boolean {
  return choice === "enter" || (choice === "auto" && !isOnGlass());
}

/** Whether a key sends what is written. Ctrl and ⌘ with Enter always do, an input method's Enter never. */
export function isSend(event: KeyboardEvent): boolean {
  if (event.key !== "Enter" || event.shiftKey || event.altKey || isComposing(event)) return false;
  return event.ctrlKey || event.metaKey || sendsByEnter(preference.get());
}
