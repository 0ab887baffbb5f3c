/** The keys with which other programs ask through `/v1`. */
import { api, type Page, withQuery } from "../api";

export const KeyStatus = { on: 1, off: 2, expired: 3, spent: 4 } as const;
export type KeyState = keyof typeof KeyStatus;

/** Times are Unix seconds. */
export interface ApiKey {
  id: number;
  user_id: number;
  /** Only where everybody's keys are listed. */
  username?: string;
  /** Without its `sk-`. */
  key: string;
  status: number;
  name: string;
  created_time: number;
  /** 0 until it is used. */
  accessed_time: number;
  /** -1 is never. */
  expired_time: number;
  model_limits_enabled: boolean;
  /** Comma-separated. */
  model_limits: string;
  /** One on each line. */
  allow_ips: string | null;
  /** The package that the key itself is checked against; missing where an older server answers. */
  package_id?: number | null;
  /** What it may still spend, in units of money, where it has a limit of its own. */
  remain_quota: number;
  unlimited_quota: boolean;
  used_quota: number;
}

export type KeyFields = Pick<ApiKey, "name" | "expired_time" | "model_limits_enabled" | "model_limits" | "allow_ips">
  & Partial<Pick<ApiKey, "remain_quota" | "unlimited_quota">>;

const noun = "/api/token/";
const largestPage = 100;

export const keys = {
  own: ownKeys,
  create: (fields: KeyFields) => api<{ id: number; key: string }>("POST", noun, fields),
  change: (id: number, fields: KeyFields) => api<ApiKey>("PUT", noun, { id, ...fields }),
  setStatus: (id: number, status: number) => api("PUT", withQuery(noun, { status_only: true }), { id, status }),
  delete: (id: number) => api("DELETE", `${noun}${id}`),
};

/** All of one's own, page by page. */
async function ownKeys(signal: AbortSignal): Promise<ApiKey[]> {
  const items: ApiKey[] = [];
  for (let page = 1; ; page += 1) {
    const part = await api<Page<ApiKey>>("GET", withQuery(noun, { p: page, page_size: largestPage }), undefined, { signal });
    items.push(...part.items);
    if (part.items.length === 0 || items.length >= part.total) return items;
  }
}

/** As programs send it. */
export function wholeKey(key: string): string {
  return `sk-${key}`;
}

/** Enough of it to know it by. One that the server masks stays masked. */
export function maskedKey(key: string): string {
  const isWhole = /^[0-9A-Za-z]{12,}$/.test(key);
  if (/^\*+$/.test(key)) return wholeKey("*".repeat(8));
  return wholeKey(isWhole ? `${key.slice(0, 4)}…${key.slice(-4)}` : key);
}

/** `now` is in Unix seconds. */
export function keyState(key: Pick<ApiKey, "status" | "expired_time">, now = Date.now() / 1000): KeyState {
  const isOver = key.expired_time !== -1 && key.expired_time <= now;
  if (isOver || key.status === KeyStatus.expired) return "expired";
  if (key.status === KeyStatus.spent) return "spent";
  return key.status === KeyStatus.on ? "on" : "off";
}

/** The models that a key may ask; null when it may ask all. */
export function modelsOfKey(key: Pick<ApiKey, "model_limits_enabled" | "model_limits">): string[] | null {
  return key.model_limits_enabled ? key.model_limits.split(",").map((name) => name.trim()).filter(Boolean) : null;
}
