import { api, type Page, withQuery } from "../../shared/api";

/** Something that is not as it should be. Times are Unix seconds; title and text are in the reader's language. */
export interface Alert {
  id: string;
  kind: string;
  title: string;
  text: string;
  subject: { kind: "account" | "member" | "refresh_token" | "store" | "site"; id: number; name: string };
  facts: { stranded?: number; affected?: number };
  opened_at: number;
  closed_at: number | null;
  told_at: number | null;
  silenced_until: number | null;
}

export interface Rule {
  kind: string;
  enabled: boolean;
  threshold: number;
  /** Null where there is nothing to count. */
  unit: string | null;
  least: number;
  most: number;
  urgent: boolean;
  silenced_until: number | null;
}

/** Minutes after midnight; null: there are no quiet hours. */
export interface AlertSettings {
  quiet_from: number | null;
  quiet_to: number | null;
  status_public: boolean;
}

export const channelKinds = ["mail", "webhook", "feishu", "dingtalk", "wecom", "telegram", "slack"] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** Of its address there is the host, of its secrets the end. */
export interface Channel {
  id: number;
  name: string;
  kind: ChannelKind;
  enabled: boolean;
  language: "en" | "zh";
  is_readable: boolean;
  host: string;
  url_end: string;
  has_secret: boolean;
  secret_end: string;
  user: string;
  from: string;
  to: string[];
}

export interface ChannelFields {
  name: string;
  kind: ChannelKind;
  language: string;
  enabled: boolean;
  url?: string;
  secret?: string;
  user?: string;
  from?: string;
  to?: string[];
}

export interface Delivery {
  id: string;
  channel_name: string;
  kind: "fired" | "recovered" | "test";
  title: string;
  count: number;
  state: "waiting" | "delivered" | "failed";
  attempts: number;
  result: string;
  created_at: number;
  next_at: number | null;
  ended_at: number | null;
}

/** Who has no other account that works, and where they could go. */
export interface Moves {
  count: number;
  members: string[];
  targets: { id: number; name: string; bound_count: number; used_percent: number | null }[];
}

const get = <Data>(path: string, signal?: AbortSignal) => api<Data>("GET", path, undefined, signal ? { signal } : {});
const page = (path: string, number: number) => withQuery(path, { p: number, page_size: 20 });

export const alerts = {
  open: (signal?: AbortSignal) => get<{ items: Alert[]; total: number }>("/api/alerts/", signal),
  history: (number: number, signal: AbortSignal) => get<Page<Alert>>(page("/api/alerts/history", number), signal),
  rules: (signal: AbortSignal) => get<{ items: Rule[]; settings: AlertSettings }>("/api/alerts/rules", signal),
  saveRule: (rule: Pick<Rule, "kind" | "enabled" | "threshold" | "urgent">) => api<Rule>("PUT", "/api/alerts/rules", rule),
  saveSettings: (settings: Partial<AlertSettings>) => api<AlertSettings>("PUT", "/api/alerts/settings", settings),
  silence: (what: { kind: string } | { id: string }, minutes: number) => api("POST", "/api/alerts/silence", { ...what, minutes }),
  deliveries: (number: number, signal: AbortSignal) => get<Page<Delivery>>(page("/api/alerts/deliveries", number), signal),
  channels: async (signal: AbortSignal) => (await get<{ items: Channel[] }>("/api/alerts/channels", signal)).items,
  create: (fields: ChannelFields) => api<Channel>("POST", "/api/alerts/channels", fields),
  update: (id: number, fields: Partial<ChannelFields>) => api<Channel>("PUT", "/api/alerts/channels", { id, ...fields }),
  delete: (id: number) => api("DELETE", `/api/alerts/channels/${id}`),
  test: (id: number) => api<Delivery>("POST", `/api/alerts/channels/${id}/test`),
  moves: (account: number, signal: AbortSignal) => get<Moves>(`/api/channel/${account}/moves`, signal),
  move: (account: number, to: number) => api<{ count: number; members: string[] }>("POST", `/api/channel/${account}/move`, { to }),
};

/** Is nothing told of it for now? */
export function isSilent({ silenced_until: end }: { silenced_until: number | null }, now = Date.now() / 1000): boolean {
  return end !== null && end > now;
}
