/** The open dialogs, topmost last: Esc, copying and toasts belong to the topmost alone. */
export interface Layer {
  element: HTMLDialogElement;
  leave: () => void;
}

let layers: readonly Layer[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Layer[]) {
  layers = next;
  listeners.forEach((listener) => listener());
}

/** Puts a dialog on top; the returned function takes it away again. */
export function addLayer(layer: Layer): () => void {
  change([...layers, layer]);
  return () => change(layers.filter((other) => other !== layer));
}

/** The dialog that may be used right now; null when none is open. */
export function topDialog(): HTMLDialogElement | null {
  return layers[layers.length - 1]?.element ?? null;
}

export function onLayers(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// Not left to the browser: Chromium closes dialogs together that opened without a click between them, such as one
// that opens when an answer arrives, and on a second Esc it closes them without asking.
window.addEventListener("keydown", (event) => {
  const top = layers[layers.length - 1];
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || !top) return;
  event.preventDefault();
  top.leave();
});
