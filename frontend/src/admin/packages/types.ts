/** Packages as the admin calls of `/api` have them. Times are Unix seconds. */
import type { Counted } from "../../shared/limits/limits";

export interface Limit extends Counted {
  limit: number;
}

export interface Package {
  id: number;
  name: string;
  limits: Limit[];
  member_count: number;
  /** Missing where an older server answers. */
  attached?: Attached;
  created_time: number;
}

/** What a package is attached to: how many members, accounts and keys, which groups, and whether everybody is checked against it. */
export interface Attached {
  members: number;
  groups: string[];
  accounts: number;
  keys: number;
  everyone: boolean;
}

/** A counter that holds more than a limit would let it. */
export interface Excess {
  scope: string;
  /** Of the member, account, group or key; empty where it is everybody. */
  name: string;
  used: number;
  limit: Limit;
}

/** Those that would be over their limits at once; `more` of them are not named. */
export interface Excesses {
  over: Excess[];
  more: number;
}

export interface PackageFields {
  name: string;
  limits: Limit[];
}
