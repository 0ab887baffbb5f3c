import { api, type Page } from "../../shared/api";
import type { ListQuery } from "../lists";

/** A refresh token as lists show it; of its tokens they hold the ends. */
export interface RefreshToken {
  id: number;
  biz_id: string;
  user_name: string;
  email: string;
  type: string;
  rt: string;
  proxy: string;
  client_id: string;
  tag: string;
  memo: string;
  enabled: boolean;
  refresh_result: string;
  last_refresh_time: string | null;
  create_time: string;
  expires_at: string | null;
  /** Whether the account of the token serves members. */
  lends: boolean;
  channel_id: number;
  channel_name: string;
  is_readable: boolean;
}

export type Updates = Partial<Pick<RefreshToken, "biz_id" | "proxy" | "client_id" | "tag" | "memo" | "enabled" | "lends">>;

/** What is fetched by programs, and bought with. */
export interface Revealed {
  rt: string;
  at: string;
}

/** When tokens are refreshed by themselves, and what new ones get. */
export interface Schedule {
  proxies: string[];
  clients: string[];
  isOn: boolean;
  /** Days, with a point if need be. */
  interval: string;
}

const post = <Data = unknown>(path: string, body: unknown, signal?: AbortSignal) =>
  api<Data>("POST", `/internalweb/v1/${path}`, body, signal ? { signal } : {});

export const tokens = {
  list: ({ page, pageSize, keyword, signal }: ListQuery) =>
    post<Page<RefreshToken>>("rts/list", { page, page_size: pageSize, keyword: keyword?.trim() }, signal),
  create: (fields: Updates & { rt_token: string }) => post<RefreshToken>("rts/create", fields),
  import: (list: string, fields: Updates) =>
    post<{ total_count: number; success_count: number; fail_count: number }>("rts/batch-import", { rt_tokens: list, ...fields }),
  update: (id: number, updates: Updates) => post<RefreshToken>("rts/update", { id, updates }),
  refresh: (id: number) => post<RefreshToken>("rts/refresh", { id, refresh_user_info: true, refresh_account_info: true }),
  delete: (id: number) => post("rts/delete", { id }),
  reveal: (id: number) => post<Revealed>("rts/reveal", { id }),
};

export async function loadSchedule(signal: AbortSignal): Promise<Schedule> {
  const { configs } = await post<{ configs: Record<string, string> }>("configs/get-system", {}, signal);
  return {
    proxies: JSON.parse(configs["proxy_list"] ?? "[]") as string[],
    clients: JSON.parse(configs["client_id_list"] ?? "[]") as string[],
    isOn: configs["auto_refresh_enabled"] === "true",
    interval: configs["auto_refresh_interval"] ?? "",
  };
}

export const saveSchedule = ({ proxies, clients, isOn, interval }: Schedule, former: Schedule) =>
  post("configs/save-system", {
    configs: {
      proxy_list: JSON.stringify(proxies),
      // The server would put its own client into an empty list, and deal it to every row.
      ...(clients.length + former.clients.length > 0 ? { client_id_list: JSON.stringify(clients) } : {}),
      auto_refresh_enabled: String(isOn),
      auto_refresh_interval: interval,
    },
  });
