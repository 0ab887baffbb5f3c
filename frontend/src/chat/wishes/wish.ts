import type { Model } from "../../shared/models";

/** The providers' tools that a page has words for. */
export const tools = ["web_search", "code_interpreter"] as const;
export type Tool = (typeof tools)[number];

export const counts = ["1", "2", "3", "4"] as const;
/** Empty: as the model likes. */
export const sizes = ["", "1024x1024", "1536x1024", "1024x1536"] as const;

/** What a reader chose, for all models alike. */
export interface Choice {
  count: string;
  size: string;
  tools: readonly Tool[];
}

interface Store {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

/** What is kept may be of another version of the page. */
export function choiceIn(storage: Store): Choice {
  const kept = (storage.get("tools") ?? "").split(" ");
  return {
    count: counts.find((count) => count === storage.get("pictures")) ?? "1",
    size: sizes.find((size) => size === storage.get("picture-size")) ?? "",
    tools: tools.filter((tool) => kept.includes(tool)),
  };
}

export function keepChoice({ count, size, tools }: Choice, storage: Store): void {
  storage.set("pictures", count === "1" ? "" : count);
  storage.set("picture-size", size);
  storage.set("tools", tools.join(" "));
}

/** What a model is asked for beside an answer: nothing that it does not offer. */
export function askedOf(model: Model | undefined, choice: Choice): object {
  const wanted = choice.tools.filter((tool) => model?.tools?.includes(tool));
  return {
    ...(model?.makes_pictures && { picture: { count: Number(choice.count), ...(choice.size && { size: choice.size }) } }),
    ...(wanted.length > 0 && { tools: wanted }),
  };
}
