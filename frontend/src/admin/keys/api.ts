import { type ApiKey, keys as own } from "../../shared/keys/keys";
import { list, type ListQuery } from "../lists";

/** Everybody's keys, or one member's. */
export const keys = {
  list: ({ page, pageSize, signal }: ListQuery, userId: number | undefined) =>
    list<ApiKey>("token", { page, pageSize, ...(signal ? { signal } : {}) }, { user_id: userId ?? 0 }),
  setStatus: own.setStatus,
  delete: own.delete,
};
