import { useEffect } from "react";
import type { Page } from "../shared/api";
import type { ListQuery } from "./lists";
import { changeQuery, number, useQuery } from "./router";
import { type Loaded, useLoad } from "../shared/useLoad";

export const pageSizes = [20, 50, 100];

export interface List<Item> extends Loaded<Page<Item>> {
  items: Item[];
  total: number;
  page: number;
  pageSize: number;
  keyword: string;
}

/** A server list whose page, size and keyword stand in the address (`?p&page_size&q`); `key` names its further filters. */
export function useList<Item>(key: string, load: (query: ListQuery) => Promise<Page<Item>>): List<Item> {
  const query = useQuery();
  const page = number(query, "p") ?? 1;
  const asked = number(query, "page_size") ?? 20;
  const pageSize = pageSizes.includes(asked) ? asked : 20;
  const keyword = query.get("q") ?? "";
  const loaded = useLoad(`${key}|${page}|${pageSize}|${keyword}`, (signal) => load({ page, pageSize, keyword, signal }));
  const total = loaded.value?.total ?? 0;

  // The last row of the last page was deleted: step back to the page that is now the last.
  const last = Math.max(1, Math.ceil(total / pageSize));
  const isPastEnd = loaded.value !== null && !loaded.isLoading && page > last;
  useEffect(() => {
    if (isPastEnd) changeQuery({ p: last > 1 ? last : undefined }, "replace");
  }, [isPastEnd, last]);

  return { ...loaded, items: loaded.value?.items ?? [], total, page, pageSize, keyword };
}
