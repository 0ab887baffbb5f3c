import { useEffect, useRef } from "react";

const layers: { current: () => void }[] = [];

window.addEventListener("keydown", (event) => {
  const top = layers[layers.length - 1];
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || !top) return;
  event.preventDefault();
  top.current();
});

/**
 * Esc leaves the topmost layer alone. Chromium closes dialogs together that opened without a click between them, such as
 * one that opens when an answer arrives, and on the second Esc it closes them without asking; both would lose a new link.
 */
export function useEscape(leave: () => void): void {
  const latest = useRef(leave);
  useEffect(() => {
    latest.current = leave;
  });
  useEffect(() => {
    layers.push(latest);
    return () => {
      layers.splice(layers.indexOf(latest), 1);
    };
  }, []);
}
