import { api } from "../../shared/api";

/** Work that somebody began and waits for; `report` is of the kind's own form, and may grow while it runs. */
export interface Job<Report> {
  id: string;
  kind: string;
  status: "queued" | "running" | "done" | "failed";
  done: number;
  /** 0 as long as nobody knows. */
  total: number;
  /** Why it failed: `cancelled`, `interrupted`, `unavailable`, … */
  error?: string;
  report: Partial<Report>;
}

export const jobs = {
  find: <Report>(id: string, signal: AbortSignal) => api<Job<Report>>("GET", `/api/job/${id}`, undefined, { signal }),
  /** It stops within two seconds; what it did stays done. */
  cancel: <Report>(id: string) => api<Job<Report>>("DELETE", `/api/job/${id}`),
};

export function isOver(job: Job<unknown>): boolean {
  return job.status === "done" || job.status === "failed";
}
