import { api } from "../../shared/api";
import { Store } from "../session/store";

/** How much of one limit is used, and when it frees. */
export interface QuotaWindow {
  scope: string;
  window: string;
  kind?: string;
  limit: number;
  used: number;
  remaining: number;
  resets_at: number | null;
}

/** What the member has left; empty when nothing limits them. */
export class Quota extends Store<readonly QuotaWindow[]> {
  constructor() {
    super([]);
  }

  async refresh(): Promise<void> {
    try {
      const data = await api<{ windows?: QuotaWindow[] } | null>("GET", "/api/user/quota");
      this.set(data?.windows ?? []);
    } catch {
      // The display keeps its last numbers; the server decides anyway.
    }
  }
}

/** The share that is used, 0 to 1. */
export function usedShare(window: QuotaWindow): number {
  return window.limit <= 0 ? 1 : Math.min(1, window.used / window.limit);
}

/** The window that will stop the member first. */
export function tightest(windows: readonly QuotaWindow[]): QuotaWindow | null {
  return windows.reduce<QuotaWindow | null>((worst, next) => {
    if (!worst) return next;
    if (next.remaining !== worst.remaining) return next.remaining < worst.remaining ? next : worst;
    return (next.resets_at ?? 0) > (worst.resets_at ?? 0) ? next : worst;
  }, null);
}
