import { api, apiFile, type Page, withQuery } from "../../shared/api";
import type { ListQuery } from "../lists";

export interface AuditRow {
  id: number;
  created_time: number;
  user_id: number | null;
  username: string;
  address: string;
  action: string;
  object: { kind: string; id: number; name: string } | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  result: string;
  hash: string;
}

export interface AuditFilter {
  user_id?: number | undefined;
  action?: string | undefined;
}

export const audit = {
  list,
  export: () => apiFile("POST", "/api/audit/export"),
};

/** Newest first. The keyword is one filter among others here, not a search of its own. */
function list(query: ListQuery, filter: AuditFilter): Promise<Page<AuditRow>> {
  const path = withQuery("/api/audit/", {
    keyword: query.keyword?.trim() || undefined,
    p: query.page,
    page_size: query.pageSize,
    ...filter,
  });
  return api<Page<AuditRow>>("GET", path, undefined, query.signal ? { signal: query.signal } : {});
}
