import { backend } from "../../shared/api";
import { Store } from "../../shared/store";

/** How much of what an account may do in some time is used, as its upstream said. */
export interface AccountWindow {
  name: string;
  used_percent: number;
  resets_at: number | null;
}

/** An account that the member may use; times are Unix seconds. */
export interface AccountStatus {
  name: string;
  /** `healthy`, `cooling`, `limited`, `needs_login`, `needs_attention`, `draining`, `disabled`; a newer server may know more. */
  state: string;
  /** Of one that rests for a known time. */
  until: number | null;
  windows: AccountWindow[];
}

export interface AccountList {
  items: AccountStatus[];
  /** With those that are not listed. */
  total: number;
  /** When it was told. */
  at: number;
}

export async function fetchAccounts(): Promise<AccountList> {
  const { items, total } = await backend<Omit<AccountList, "at">>("GET", "/backend-api/account_status");
  return { items, total, at: Date.now() / 1000 };
}

/** How the accounts are, for lines at answers; empty until one of them has asked. */
export class Accounts extends Store<AccountList> {
  private isPlanned = false;

  constructor() {
    super({ items: [], total: 0, at: 0 });
  }

  /** Asks once for all lines that want to know at the same time. */
  look(): void {
    if (this.isPlanned) return;
    this.isPlanned = true;
    setTimeout(() => {
      this.isPlanned = false;
      void this.refresh();
    });
  }

  private async refresh(): Promise<void> {
    try {
      this.set(await fetchAccounts());
    } catch {
      // Nothing is said of what is not known.
    }
  }
}
