/** What members lose when accounts go away. */
import type { Binding } from "../bindings/types";

export interface Impact {
  /** Who is bound to any of them, each once. */
  bound: string[];
  /** Who of them has no other account. */
  stranded: string[];
}

export function impactOf(bindings: readonly Binding[], ids: readonly number[]): Impact {
  const gone = new Set(ids);
  const elsewhere = new Set(bindings.filter((binding) => !gone.has(binding.channel_id)).map((binding) => binding.user_id));
  const bound = new Map(bindings.filter((binding) => gone.has(binding.channel_id)).map((binding) => [binding.user_id, binding.username]));
  return {
    bound: [...bound.values()],
    stranded: [...bound].filter(([member]) => !elsewhere.has(member)).map(([, name]) => name),
  };
}
