import { api } from "../../shared/api";
import { type Counted, counts, scopeOf, type Told, type Unit, unitOf, unlimited } from "../../shared/limits/limits";
import { Store } from "../../shared/store";

/** How much of one limit is used, and when it frees. */
export interface QuotaWindow extends Told {
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

/** Whether it can stop anybody. */
export function isCapped(window: QuotaWindow): boolean {
  return window.limit !== unlimited;
}

/** The share that is used, 0 to 1; of what has no limit nothing is. */
export function usedShare(window: QuotaWindow): number {
  if (!isCapped(window)) return 0;
  return window.limit === 0 ? 1 : Math.min(1, window.used / window.limit);
}

/** Whether others share it: where it is used up, the member's own quota has no part in that. */
export function isBusy(counted: Counted): boolean {
  const scope = scopeOf(counted);
  return scope === "account" || scope === "global";
}

/** Those that can stop a message of this page to `model`. */
export function stopping(windows: readonly QuotaWindow[], model: string): QuotaWindow[] {
  return windows.filter((window) => isCapped(window) && scopeOf(window) !== "key" && (model === "" || counts(window, model)));
}

/** The window that will stop the member first: the least that remains of each unit, and of these the one that is used most. */
export function tightest(windows: readonly QuotaWindow[]): QuotaWindow | null {
  const byUnit = new Map<Unit, QuotaWindow>();
  for (const window of windows) {
    const unit = unitOf(window);
    byUnit.set(unit, tighter(byUnit.get(unit), window));
  }
  return [...byUnit.values()].reduce<QuotaWindow | null>((worst, next) => (worst && usedShare(worst) >= usedShare(next) ? worst : next), null);
}

function tighter(worst: QuotaWindow | undefined, next: QuotaWindow): QuotaWindow {
  if (!worst) return next;
  if (next.remaining !== worst.remaining) return next.remaining < worst.remaining ? next : worst;
  return (next.resets_at ?? 0) > (worst.resets_at ?? 0) ? next : worst;
}
