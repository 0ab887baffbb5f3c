import { api } from "../../shared/api";
import { list, type ListQuery } from "../lists";
import type { CursorPage } from "../../shared/useCursor";
import type { BalanceEntry, Member, MemberFields, NewLink, Payment, WindowUsage } from "./types";

export type Conversations = "keep" | "purge";
export type MemberAction = "enable" | "disable" | "promote" | "demote";

export const members = {
  list: (query: ListQuery) => list<Member>("user", query),
  find: (id: number) => api<Member>("GET", `/api/user/${id}`),
  create: (fields: MemberFields) => api<{ id: number }>("POST", "/api/user/", fields),
  update: (id: number, fields: Partial<MemberFields>) => api("PUT", "/api/user/", { id, ...fields }),
  manage: (id: number, action: MemberAction) => api("POST", "/api/user/manage", { id, action }),
  pay: (id: number, mode: Payment, value: number | null, note: string) =>
    api("POST", "/api/user/manage", { id, action: "add_quota", mode, ...(value === null ? {} : { value }), note }),
  balance: async (id: number, cursor: string, signal: AbortSignal): Promise<CursorPage<BalanceEntry>> => {
    const query = cursor === "" ? "" : `&cursor=${cursor}`;
    const page = await api<{ items: BalanceEntry[]; cursor: number | null }>("GET", `/api/user/${id}/balance?page_size=10${query}`, undefined, { signal });
    return { items: page.items, cursor: page.cursor === null ? null : String(page.cursor) };
  },
  delete: (id: number, conversations: Conversations) => api("DELETE", `/api/user/${id}?conversations=${conversations}`),
  createLink: (id: number, expiresAt: number | null) =>
    api<NewLink>("POST", `/api/user/${id}/share_link`, expiresAt === null ? {} : { expires_at: expiresAt }),
  revokeLink: (id: number) => api("DELETE", `/api/user/${id}/share_link`),
  usage: async (id: number) => (await api<{ windows: WindowUsage[] }>("GET", `/api/user/${id}/quota`)).windows,
};
