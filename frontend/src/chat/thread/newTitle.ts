import { generateTitle } from "./api";
import type { Tree } from "./tree";

/** Between two looks, in milliseconds. */
const pauses = [2_000, 4_000, 10_000, 20_000];

/** After a chat's first answer the server may find a better title than `title`, and nobody tells when. Null: not in the time that is worth it. */
export async function newTitle(id: string, title: string, isWanted: () => boolean): Promise<string | null> {
  for (const pause of pauses) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (!isWanted()) return null;
    const found = await generateTitle(id, "").catch(() => null);
    if (found?.title && found.title !== title) return isWanted() ? found.title : null;
  }
  return null;
}

export function hasOneAnswer(tree: Tree): boolean {
  return Object.values(tree).filter(({ message }) => message?.role === "assistant" && message.kind === "text").length === 1;
}
