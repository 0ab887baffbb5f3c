/** Acts on many accounts, and what became of each. */
import { api } from "../../../shared/api";

export type BulkAction = "enable" | "disable" | "delete" | "tag" | "test";

export interface Outcome {
  done: number;
  failed: { id: number; code: string; reason: string }[];
  /** Of a test; null where there was none to begin. */
  job_id?: string | null;
}

export interface Copied {
  id: number;
  name: string;
  /** Its login was not copied. */
  needs_login: boolean;
}

export const bulk = {
  act: (action: BulkAction, ids: readonly number[], tag?: string) =>
    api<Outcome>("POST", "/api/channel/bulk", tag === undefined ? { ids, action } : { ids, action, tag }),
  copy: (id: number) => api<Copied>("POST", `/api/channel/copy/${id}`),
};
