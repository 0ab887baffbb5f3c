import type { Message } from "./message";
import type { ThreadState } from "./threadState";
import { rootOf, withMessage } from "./tree";

/** What a turn's stream has brought since it was last drawn, put into the tree; the shown leaf goes along. */
export function withArrivals(state: ThreadState, arrived: Iterable<Message>): Pick<ThreadState, "tree" | "leaf" | "phase" | "model"> {
  let { tree, leaf, model } = state;
  let isWriting = state.phase === "writing";
  for (const message of arrived) {
    const isNew = tree[message.id] === undefined;
    const wanted = message.parent && tree[message.parent] ? message.parent : (tree[message.id]?.parent ?? leaf ?? rootOf(tree));
    tree = withMessage(tree, message, wanted);
    if (isNew && wanted === leaf) leaf = message.id;
    if (message.role === "user") continue;
    isWriting ||= message.text !== "";
    model = message.model || model;
  }
  const { phase } = state;
  return { tree, leaf, model, phase: phase && (isWriting ? "writing" : phase === "reconnecting" ? "waiting" : phase) };
}

/** Messages as a stream brings them, the newest state of each; `onReady` is called once a frame while some wait. */
export class Arrivals {
  private readonly waiting = new Map<string, Message>();
  private isPlanned = false;

  constructor(private readonly onReady: () => void) {}

  add(message: Message): void {
    this.waiting.set(message.id, message);
    if (this.isPlanned) return;
    this.isPlanned = true;
    // Timers run on in hidden tabs, frames do not.
    if (document.hidden) setTimeout(this.onReady, 200);
    else requestAnimationFrame(this.onReady);
  }

  /** All that wait, which are taken with this. */
  take(): Message[] {
    this.isPlanned = false;
    const messages = [...this.waiting.values()];
    this.waiting.clear();
    return messages;
  }
}
