import { api } from "../../shared/api";
import { all, list, type ListQuery } from "../lists";
import type { Package, PackageFields } from "./types";

export const packages = {
  list: (query: ListQuery) => list<Package>("package", query),
  all: () => all<Package>("package"),
  create: (fields: PackageFields) => api<{ id: number }>("POST", "/api/package/", fields),
  update: (id: number, fields: PackageFields) => api("PUT", "/api/package/", { id, ...fields }),
  delete: (id: number) => api("DELETE", `/api/package/${id}`),
};
