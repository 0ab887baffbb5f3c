/** Members as the admin calls of `/api` have them. Times are Unix seconds. */
import type { Told } from "../../shared/limits/limits";
import type { Mode } from "../bindings/types";

export const MemberStatus = { enabled: 1, disabled: 2 } as const;

export interface Member {
  id: number;
  username: string;
  display_name: string;
  role: number;
  status: number;
  package_id: number | null;
  package_name: string | null;
  /** Missing where an older server answers. */
  group?: string;
  remark: string;
  created_time: number;
  last_seen_time: number | null;
  accounts: MemberAccount[];
  link: LinkState | null;
  /** What is left of the balance, in units of money; below 0 by what the last answer came to beyond it. */
  quota: number;
  /** Counted, and never a reason to refuse. */
  unlimited_balance: boolean;
  used_quota: number;
  request_count: number;
  /** What the member's files take. */
  files_bytes: number;
}

export const payments = ["add", "subtract", "override", "unlimited"] as const;
export type Payment = typeof payments[number];

/** One change of a balance that was no request. */
export interface BalanceEntry {
  id: number;
  kind: string;
  amount: number;
  /** What was left after it. */
  balance: number;
  note: string;
  /** Empty for one who is deleted, and for the server. */
  actor: string;
  created_time: number;
}

export interface MemberAccount {
  binding_id: number;
  channel_id: number;
  name: string;
  mode: Mode;
  priority: number;
  /** Which one it is in the member's own order, from 0 on; null outside of it. */
  place: number | null;
}

export interface LinkState {
  expires_at: number | null;
  created_time: number;
  last_used_time: number | null;
}

/** A personal link as it is shown once. */
export interface NewLink {
  share_token: string;
  link: string;
  expires_at: number | null;
}

export interface MemberFields {
  username: string;
  display_name: string;
  password?: string;
  package_id: number | null;
  group?: string;
  remark: string;
}

export interface WindowUsage extends Told {
  limit: number;
  used: number;
  remaining: number;
  resets_at: number | null;
}
