import { api } from "../../shared/api";
import type { Account } from "./types";

/** How an account stands. Times are Unix seconds. */
export interface Health {
  state: "healthy" | "cooling" | "limited" | "needs_login" | "needs_attention" | "draining" | "disabled";
  reason: string;
  since: number | null;
  until: number | null;
  next_probe: number | null;
  models: string[];
}

export interface Failing {
  id: number;
  name: string;
  health: Health;
  affected_count: number;
  /** The first of them, by name. */
  affected: string[];
}

export const health = {
  failing: async (signal: AbortSignal) => (await api<{ items: Failing[] }>("GET", "/api/channel/failing", undefined, { signal })).items,
  /** Ends the cooling at once. */
  retry: (id: number) => api<Account>("POST", `/api/channel/${id}/retry`),
};
