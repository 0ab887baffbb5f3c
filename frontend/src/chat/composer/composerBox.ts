/** The composer's text as others may add to it: what was refused comes back before what was typed meanwhile. */
type Receiver = (text: string) => void;
let receiver: Receiver | null = null;

/** Called by the composer that is on the page; returns how to leave. */
export function receiveText(next: Receiver): () => void {
  receiver = next;
  return () => {
    if (receiver === next) receiver = null;
  };
}

export function putIntoComposer(text: string): void {
  if (text) receiver?.(text);
}
