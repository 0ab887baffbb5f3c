import { isUntitled } from "../list/title";
import { generateTitle } from "./api";
import type { ThreadState } from "./threadState";
import type { Tree } from "./tree";

/** Between two looks, in milliseconds. */
const pauses = [2_000, 4_000, 10_000, 20_000];

/** Asks the server what a conversation is called, which names it by itself and tells nobody; a temporary one it does not name. */
export class Naming {
  private asked: Promise<unknown> | null = null;

  constructor(
    private readonly state: () => ThreadState,
    private readonly found: (title: string) => void,
  ) {}

  /** The name that a conversation has from its first question on. */
  async begin(): Promise<void> {
    const { id, leaf, title, isTemporary } = this.state();
    if (!id || !leaf || isTemporary || !isUntitled(title)) return;
    this.asked ??= generateTitle(id, leaf).then((answer) => answer.title && this.found(answer.title)).catch(() => undefined);
    await this.asked;
    this.asked = null;
  }

  /** After a chat's first answer the server may find a better one: looks for it in the time that is worth it. */
  async better(isShown: () => boolean): Promise<void> {
    const { id, title, tree, isTemporary } = this.state();
    if (!id || isTemporary || !hasOneAnswer(tree)) return;
    for (const pause of pauses) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      const isWanted = () => isShown() && this.state().title === title;
      if (!isWanted()) return;
      const answer = await generateTitle(id, "").catch(() => null);
      if (!answer?.title || answer.title === title) continue;
      if (isWanted()) this.found(answer.title);
      return;
    }
  }
}

function hasOneAnswer(tree: Tree): boolean {
  return Object.values(tree).filter(({ message }) => message?.role === "assistant" && message.kind === "text").length === 1;
}
