import { api, type Page, withQuery } from "../shared/api";

export interface ListQuery {
  page: number;
  pageSize: number;
  keyword?: string;
  signal?: AbortSignal;
}

/** A page of `/api/<noun>/`, or of its search when there is a keyword. */
export function list<Item>(noun: string, query: ListQuery, filter: Record<string, string | number | undefined> = {}): Promise<Page<Item>> {
  const keyword = query.keyword?.trim();
  const path = withQuery(keyword ? `/api/${noun}/search` : `/api/${noun}/`, {
    keyword,
    p: query.page,
    page_size: query.pageSize,
    ...filter,
  });
  return api<Page<Item>>("GET", path, undefined, query.signal ? { signal: query.signal } : {});
}

const largestPage = 100;

/** Every item, page by page, up to `most`; `total` still counts them all. */
export async function all<Item>(
  noun: string,
  filter: Record<string, string | number | undefined> = {},
  most = 1000,
): Promise<{ items: Item[]; total: number }> {
  const items: Item[] = [];
  for (let page = 1; ; page += 1) {
    const part = await list<Item>(noun, { page, pageSize: largestPage }, filter);
    items.push(...part.items);
    if (part.items.length === 0 || items.length >= Math.min(part.total, most)) return { items, total: part.total };
  }
}
