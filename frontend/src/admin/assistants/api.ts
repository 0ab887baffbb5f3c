import { api } from "../../shared/api";
import { list, type ListQuery } from "../lists";

export interface Assistant {
  id: number;
  name: string;
  description: string;
  instruction: string;
  /** Empty: the usual one. */
  model: string;
  starters: string[];
  /** Empty: everybody. */
  group: string;
  enabled: boolean;
  order: number;
  /** The server refuses a change that was made on another one. */
  version: number;
  /** Its address. */
  picture: string | null;
  created_time: number;
}

export type AssistantFields = Omit<Assistant, "id" | "version" | "picture" | "created_time"> & {
  /** In base64; null takes it away, and without one the former stays. */
  picture?: string | null;
};

/** As the server has them. */
export const lengths = { name: 80, description: 300, instruction: 8000, starter: 200, starters: 6, order: 10_000, picture: 256 * 1024 } as const;

export const assistants = {
  list: ({ page, pageSize, signal }: ListQuery) => list<Assistant>("assistant", { page, pageSize, ...(signal ? { signal } : {}) }),
  create: (fields: AssistantFields) => api<Assistant>("POST", "/api/assistant/", fields),
  update: ({ id, version }: Assistant, fields: Partial<AssistantFields>) => api<Assistant>("PUT", "/api/assistant/", { id, version, ...fields }),
  delete: (id: number) => api("DELETE", `/api/assistant/${id}`),
};
