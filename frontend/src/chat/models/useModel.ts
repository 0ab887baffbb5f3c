import { useSession } from "../session/session";
import { useStore } from "../../shared/store";
import type { ThreadState } from "../thread/threadState";

/** The model that the next message goes to: the one chosen here, else the conversation's last, else the reader's usual one. */
export function useModel(state: ThreadState): string {
  const { models, chosen } = useStore(useSession().models);
  const exists = (slug: string | null) => slug !== null && models.some((model) => model.slug === slug);
  if (exists(state.chosenModel)) return state.chosenModel ?? chosen;
  return exists(state.model) ? state.model : chosen;
}
