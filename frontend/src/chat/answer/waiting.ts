/** The clock of an answer that has begun and has no word yet. */
import { pathTo, type Tree } from "../thread/tree";

/** Seconds after which the reader is told that it takes long: most answers begin before. */
export const patience = 20;

const day = 86_400_000;

/**
 * When the wait began, in milliseconds of this machine's clock. The server's clock counts after a reload, as far as the two can
 * agree: it is in the future or long ago where they do not.
 */
export function waitBegan(createdAt: number | null, now: number): number {
  const at = createdAt === null ? now : createdAt * 1000;
  return at <= now && at > now - day ? at : now;
}

/** Whether a word or a thought of the running answer is here; what it goes on from is not its own. */
export function hasWords(tree: Tree, leaf: string | null): boolean {
  for (const { message } of pathTo(tree, leaf).reverse()) {
    if (!message || message.role === "user") return false;
    if (message.kind === "text" && message.status !== "in_progress") return false;
    if (message.text !== "") return true;
  }
  return false;
}

/** Whole seconds. The machine's clock may have been set back meanwhile. */
export function secondsSince(began: number, now: number): number {
  return Math.max(0, Math.floor((now - began) / 1000));
}
