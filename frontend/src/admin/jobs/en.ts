/** English words about work that takes a while. `zh.ts` must have the same shape. */
import { number } from "../../shared/locales/count.en";

export const en = {
  jobs: {
    beginning: "Beginning…",
    progress: (done: number, total: number) => `${number(done)} of ${number(total)}`,
    stale: "How far it is cannot be seen right now.",
    failed: "It could not be finished.",
    errors: {
      cancelled: "Cancelled. What was done until then stays.",
      interrupted: "The server stopped before it was finished. Start it again.",
      unavailable: "The server could not reach its database. Start it again in a moment.",
    } as Record<string, string>,
  },
};
