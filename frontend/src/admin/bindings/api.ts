import { api } from "../../shared/api";
import { list, type ListQuery } from "../lists";
import type { Binding, BindingFields } from "./types";

export interface BindingFilter {
  user_id?: number | undefined;
  channel_id?: number | undefined;
}

export const bindings = {
  list: (query: ListQuery, filter: BindingFilter) => list<Binding>("binding", query, { ...filter }),
  create: (fields: BindingFields) => api<{ id: number }>("POST", "/api/binding/", fields),
  /** The accounts that are asked first, in this order; none for the usual order. */
  order: (userId: number, accountIds: number[]) => api("PUT", "/api/binding/order", { user_id: userId, channel_ids: accountIds }),
  delete: (id: number) => api("DELETE", `/api/binding/${id}`),
};
