/** What the server says of this moment and of today. */
import { useState } from "react";
import { api, ApiError } from "../../shared/api";
import type { Sums } from "../../shared/stats/stats";
import { type Loaded, useLoad } from "../../shared/useLoad";
import type { Health } from "../health/api";
import { useEvery } from "./useEvery";

export interface Now {
  /** Unix seconds. */
  at: number;
  active: number;
  /** Of the last five minutes; requests and tokens a minute. */
  minute: Sums & { rpm: number; tpm: number };
  today: Sums;
  /** Up to the same time of the day, as last week's is. */
  yesterday: Sums;
  last_week: Sums;
  accounts: Record<Health["state"], number>;
  keys: { total: number; enabled: number };
  /** Null where it cannot be said how many are near a limit. */
  members: { total: number; enabled: number; near_limit: number | null };
  files: { count: number; bytes: number };
}

/** A part of it, and when it came: milliseconds of this machine's clock. */
export type Part<Name extends keyof Now> = Pick<Now, Name | "at"> & { cameAt: number };

const pause = 10_000;
let running: Promise<Now> | null = null;

/** One request for all tiles that ask at the same time. */
function ask(): Promise<Now> {
  running ??= api<Now>("GET", "/api/stats/now").finally(() => {
    running = null;
  });
  return running;
}

/** The parts that one tile shows, refreshed while the page can be seen. Each tile has its own: what one of them lacks fails it alone. */
export function useNow<Name extends keyof Now>(...names: Name[]): Loaded<Part<Name>> {
  const loaded = useLoad(names.join(), () => partOf(names));
  useEvery(pause, loaded.refresh);
  // What failed is still so while it is asked for again: it must not come and go every ten seconds.
  const [lastError, setLastError] = useState<unknown>(null);
  if (!loaded.isLoading && loaded.error !== lastError) setLastError(loaded.error);
  return { ...loaded, error: loaded.isLoading ? lastError : loaded.error };
}

async function partOf<Name extends keyof Now>(names: readonly Name[]): Promise<Part<Name>> {
  const now = await ask();
  if (names.some((name) => now[name] === undefined || now[name] === null)) throw new ApiError(0, "missing_part", "");
  return Object.assign({ cameAt: Date.now() }, now);
}
