/** Accounts as the admin calls of `/api` have them. Times are Unix seconds. */
import type { Health } from "../health/api";

export const AccountType = { openAI: 1, azure: 3, anthropic: 14, gemini: 24, codex: 57, demo: 1000, chatGPTWeb: 1001 } as const;
/** Accounts of these have a login instead of a key. */
export const hasLogin = (type: number): boolean => type === AccountType.codex || type === AccountType.chatGPTWeb;
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
  /** Null: none. Missing where an older server answers. */
  tag?: string | null;
  has_key: boolean;
  /** Missing where an older server answers. */
  package_id?: number | null;
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
  /** Of an account that somebody signed in to. Both missing where an older server answers. */
  login?: Login | null;
  windows?: UsageWindow[];
  /** Of an account that has several keys. */
  channel_info?: { is_multi_key: boolean; multi_key_size: number; multi_key_mode: KeyOrder; multi_key_status_list: Record<string, number> };
  /** What is left of its credit; null: nobody knows. */
  balance?: number | null;
  balance_currency?: string | null;
  balance_updated_time?: number;
  /** Whether it can be asked for that. */
  tells_balance?: boolean;
}

/** Which of several keys is asked with next. */
export const keyOrders = ["random", "polling"] as const;
export type KeyOrder = typeof keyOrders[number];

/** One of several keys; never the key itself. Times are Unix seconds. */
export interface AccountKey {
  index: number;
  /** Its own for good, unlike its place. */
  number: number;
  key_preview: string;
  state: Health["state"];
  reason: string;
  since: number | null;
  until: number | null;
}

/** What is known of a login; no secret. */
export interface Login {
  email: string;
  plan: string;
  account_id: string;
  expires_at: number | null;
  /** It goes on by itself. */
  renews: boolean;
}

/** A stretch of time in which an upstream lets an account do so much. */
export interface UsageWindow {
  name: string;
  used_percent: number;
  resets_at: number | null;
}

/** A kind of upstream. */
export interface Provider {
  type: number;
  name: string;
  /** What an account without an address gets; empty where each has its own. */
  base_url: string;
  /** In New API's words, best first. */
  formats: string[];
}

/** How an upstream is asked. Waits are seconds; null is the usual one. */
export interface AccountOptions {
  stream: boolean;
  stream_usage: boolean;
  token_limit: TokenLimit;
  system_role: SystemRole;
  /** Answers at once; null: any number. */
  concurrency: number | null;
  first_byte: number | null;
  silence: number | null;
  total: number | null;
  parameters: Record<string, unknown>;
  headers: Record<string, string>;
  /** What the upstream calls a model, by what it is asked by. */
  model_mapping: Record<string, string>;
  /** The status that is shown, by the upstream's. */
  status_code_mapping: Record<string, string>;
  system_prompt: string;
  /** Also where there is a system prompt already. */
  system_prompt_override: boolean;
  /** Best first; none: what its kind usually speaks. */
  endpoint_types: string[];
  api_version: string;
  azure_responses_version: string;
}

/** The formats that an upstream may speak, as New API calls them. */
export const endpointTypes = ["openai", "openai-response", "anthropic", "gemini"] as const;

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
  /** Empty: its kind's own. */
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
  weight: number;
  package_id: number | null;
  remark: string;
  tag: string;
  multi_key_mode?: KeyOrder;
}
