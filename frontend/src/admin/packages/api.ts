import { api } from "../../shared/api";
import { all, list, type ListQuery } from "../lists";
import type { Excesses, Limit, Package, PackageFields } from "./types";

export const packages = {
  list: (query: ListQuery) => list<Package>("package", query),
  all: () => all<Package>("package"),
  create: (fields: PackageFields) => api<{ id: number }>("POST", "/api/package/", fields),
  update: (id: number, fields: PackageFields) => api("PUT", "/api/package/", { id, ...fields }),
  /** Who would be over their limits at once if the package had these. */
  preview: (id: number, limits: readonly Limit[], signal: AbortSignal) =>
    api<Excesses>("POST", "/api/package/preview", { id, limits }, { signal }),
  delete: (id: number) => api("DELETE", `/api/package/${id}`),
};
