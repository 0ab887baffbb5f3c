import { api } from "../../shared/api";
import { list, type ListQuery } from "../lists";
import type { Member, MemberFields, NewLink, WindowUsage } from "./types";

export type Conversations = "keep" | "purge";
export type MemberAction = "enable" | "disable" | "promote" | "demote";

export const members = {
  list: (query: ListQuery) => list<Member>("user", query),
  find: (id: number) => api<Member>("GET", `/api/user/${id}`),
  create: (fields: MemberFields) => api<{ id: number }>("POST", "/api/user/", fields),
  update: (id: number, fields: Partial<MemberFields>) => api("PUT", "/api/user/", { id, ...fields }),
  manage: (id: number, action: MemberAction) => api("POST", "/api/user/manage", { id, action }),
  delete: (id: number, conversations: Conversations) => api("DELETE", `/api/user/${id}?conversations=${conversations}`),
  createLink: (id: number, expiresAt: number | null) =>
    api<NewLink>("POST", `/api/user/${id}/share_link`, expiresAt === null ? {} : { expires_at: expiresAt }),
  revokeLink: (id: number) => api("DELETE", `/api/user/${id}/share_link`),
  usage: async (id: number) => (await api<{ windows: WindowUsage[] }>("GET", `/api/user/${id}/quota`)).windows,
};
