import { api, apiFile, withQuery } from "../../shared/api";
import type { CursorPage } from "../../shared/useCursor";

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
  keyword?: string | undefined;
}

export const audit = {
  list,
  export: () => apiFile("POST", "/api/audit/export"),
};

const pageSize = 50;

/** Newest first; those that follow `cursor`, or the first ones when that is empty. */
function list(filter: AuditFilter, cursor: string, signal: AbortSignal): Promise<CursorPage<AuditRow>> {
  return api("GET", auditPath(filter, cursor), undefined, { signal });
}

export function auditPath(filter: AuditFilter, cursor: string): string {
  // By hand: an empty cursor says that the list is read by cursor from its beginning.
  return withQuery(`/api/audit/?cursor=${encodeURIComponent(cursor)}`, {
    page_size: pageSize,
    keyword: filter.keyword?.trim() || undefined,
    user_id: filter.user_id,
    action: filter.action,
  });
}
