import { api, ApiError } from "../../shared/api";
import type { CursorPage } from "../../shared/useCursor";
import type { Account } from "../accounts/types";

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

/** Why no login is renewed by itself for a while. Times are Unix seconds. */
export interface HeldBack {
  since: number;
  until: number;
  accounts: number;
  reason: string;
}

/** One change of an account's health. Times are Unix seconds. */
export interface HealthEvent {
  at: number;
  state: Health["state"];
  reason: string;
  until: number | null;
  /** The one that it is about; null where it is the account itself. */
  model: string | null;
  /** It is about a key or a renewal, and the account is as it was. */
  is_aside?: boolean;
}

export const health = {
  failing,
  history,
  heldBack,
  /** Has the logins renewed within seconds whose time has come. */
  resume: () => api("POST", "/api/channel/renewals/resume"),
  /** Ends the cooling at once. */
  retry: (id: number) => api<Account>("POST", `/api/channel/${id}/retry`),
};

/** What an older server answers, which takes the last word of the address for the number of an account. */
const unknownThere = [400, 404, 405];

/** The accounts that cannot answer right now; "unknown" where the server cannot say. */
async function failing(signal: AbortSignal): Promise<Failing[] | "unknown"> {
  try {
    return (await api<{ items: Failing[] }>("GET", "/api/channel/failing", undefined, { signal })).items;
  } catch (error) {
    if (error instanceof ApiError && unknownThere.includes(error.status)) return "unknown";
    throw error;
  }
}

/** Null while logins are renewed in their time, or where the server cannot say. */
async function heldBack(signal: AbortSignal): Promise<HeldBack | null> {
  try {
    return (await api<{ held_back: HeldBack | null }>("GET", "/api/channel/renewals", undefined, { signal })).held_back;
  } catch (error) {
    if (error instanceof ApiError && unknownThere.includes(error.status)) return null;
    throw error;
  }
}

/** Newest first; the changes that follow `cursor`, or the first ones when that is empty. */
async function history(id: number, cursor: string, signal: AbortSignal): Promise<CursorPage<HealthEvent>> {
  const path = `/api/channel/${id}/health?cursor=${encodeURIComponent(cursor)}`;
  const { items, next_cursor } = await api<{ items: HealthEvent[]; next_cursor: string | null }>("GET", path, undefined, { signal });
  return { items, cursor: next_cursor };
}
