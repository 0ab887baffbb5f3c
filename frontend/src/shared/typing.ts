import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from "react";

/** Whether the key belongs to an input method, whose Enter chooses a word. Safari says so only by the key code 229. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.keyCode === 229;
}

/** How the modifier is called on this machine. */
export const modifierName = /mac|iphone|ipad/i.test(navigator.platform) ? "⌘" : "Ctrl";

/** Longer texts are higher than every bound: to measure them takes seconds. */
const surelyHigh = 20_000;

/** For a text area that is as high as its text; CSS sets the bounds. */
export function useAutoGrow(value: string): RefObject<HTMLTextAreaElement> {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    if (value.length > surelyHigh) {
      element.style.height = "100vh";
      return;
    }
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [value]);
  return area;
}
