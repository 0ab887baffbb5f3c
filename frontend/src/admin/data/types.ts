/** What the admin calls of `/api` answer. Times are Unix seconds. */
import type { Health } from "./health";

export const Role = { member: 1, admin: 10, root: 100 } as const;
export const MemberStatus = { enabled: 1, disabled: 2 } as const;
export const AccountType = { openAI: 1, demo: 1000 } as const;
export const AccountStatus = { enabled: 1, disabled: 2, attention: 3 } as const;

export type Mode = "dedicated" | "shared";

export interface Member {
  id: number;
  username: string;
  display_name: string;
  role: number;
  status: number;
  package_id: number | null;
  package_name: string | null;
  remark: string;
  created_time: number;
  last_seen_time: number | null;
  accounts: MemberAccount[];
  link: LinkState | null;
}

export interface MemberAccount {
  binding_id: number;
  channel_id: number;
  name: string;
  mode: Mode;
  priority: number;
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
  remark: string;
}

export interface Account {
  id: number;
  name: string;
  type: number;
  base_url: string;
  /** Comma-separated. */
  models: string;
  contexts: Record<string, number>;
  status: number;
  status_reason: string;
  priority: number;
  weight: number;
  proxy: string;
  remark: string;
  has_key: boolean;
  /** A test of it has succeeded, at any time. */
  is_proven: boolean;
  bound_count: number;
  created_time: number;
  options: AccountOptions;
  lessons: Lesson[];
  /** Events that could not be read and were left out of answers so far. */
  skipped: number;
  skipped_at: number | null;
  /** Missing where an older server answers. */
  health?: Health;
}

/** How an upstream is asked. Waits are seconds; null is the usual one. */
export interface AccountOptions {
  stream: boolean;
  stream_usage: boolean;
  token_limit: TokenLimit;
  system_role: SystemRole;
  first_byte: number | null;
  silence: number | null;
  total: number | null;
  parameters: Record<string, unknown>;
  headers: Record<string, string>;
}

export const tokenLimits = ["max_tokens", "max_completion_tokens"] as const;
export type TokenLimit = typeof tokenLimits[number];
export const systemRoles = ["system", "developer", "user"] as const;
export type SystemRole = typeof systemRoles[number];

/** What an upstream refused, and what it is called since; left out when `instead` is null. */
export interface Lesson {
  field: string;
  instead: string | null;
}

/** How an upstream is reached and asked. */
export interface Way {
  type: number;
  base_url: string;
  key?: string;
  proxy: string;
  options?: AccountOptions;
}

export interface AccountFields extends Way {
  name: string;
  models: string;
  contexts: Record<string, number>;
  priority: number;
  remark: string;
}

export interface Binding {
  id: number;
  user_id: number;
  username: string;
  channel_id: number;
  channel_name: string;
  mode: Mode;
  priority: number;
  created_time: number;
}

export interface BindingFields {
  user_id: number;
  channel_id: number;
  mode: Mode;
  priority: number;
}

export const windows = ["hour", "day", "week", "month"] as const;
export type Window = typeof windows[number];

export interface Limit {
  window: Window;
  limit: number;
}

export interface Package {
  id: number;
  name: string;
  limits: Limit[];
  member_count: number;
  created_time: number;
}

export interface PackageFields {
  name: string;
  limits: Limit[];
}

export interface WindowUsage {
  scope: string;
  window: Window;
  kind: string;
  limit: number;
  used: number;
  remaining: number;
  resets_at: number | null;
}
