/** Why an account is asked, and why the others are not. */
import { api, withQuery } from "../../shared/api";

export interface Candidate {
  id: number;
  /** Empty for one that is gone. */
  name: string;
  outcome: string;
  /** In the reader's language. */
  reason: string;
}

export interface Choice {
  chosen: number | null;
  candidates: Candidate[];
}

/** What an account was asked in the last hour. */
export interface Load {
  id: number;
  name: string;
  count: number;
}

export const choices = {
  /** What would be chosen now; nothing is counted. */
  now: (userId: number, model: string) => api<Choice>("GET", withQuery("/api/channel/choose", { user_id: userId, model })),
  past: (requestId: string) => api<Choice>("GET", withQuery("/api/channel/choose", { request_id: requestId })),
  loads: async () => (await api<{ items: Load[] }>("GET", "/api/channel/loads")).items,
};
