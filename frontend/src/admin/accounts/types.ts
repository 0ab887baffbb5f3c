/** Accounts as the admin calls of `/api` have them. Times are Unix seconds. */
import type { Health } from "../health/api";

export const AccountType = { openAI: 1, demo: 1000 } as const;
export const AccountStatus = { enabled: 1, disabled: 2, attention: 3 } as const;

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
