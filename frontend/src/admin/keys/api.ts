import { api } from "../../shared/api";
import { type ApiKey, keys as own } from "../../shared/keys/keys";
import { list, type ListQuery } from "../lists";

/** Everybody's keys, or one member's. */
export const keys = {
  list: ({ page, pageSize, signal }: ListQuery, userId: number | undefined) =>
    list<ApiKey>("token", { page, pageSize, ...(signal ? { signal } : {}) }, { user_id: userId ?? 0 }),
  setStatus: own.setStatus,
  /** Null takes away the one that it has. */
  setPackage: (id: number, packageId: number | null) => api("PUT", "/api/token/", { id, package_id: packageId }),
  delete: own.delete,
};
