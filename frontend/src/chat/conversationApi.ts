import { backend, withQuery } from "../shared/api";
import type { JsonObject } from "./stream/json";

/** One row of the list of conversations; times are ISO. */
export interface Summary {
  id: string;
  title: string;
  create_time: string;
  update_time: string;
  is_archived: boolean;
}

export interface Model {
  slug: string;
  title: string;
  description?: string;
}

const base = "/backend-api";

export function fetchConversations(offset: number, limit: number, isArchived: boolean): Promise<{ items: Summary[] }> {
  return backend("GET", withQuery(`${base}/conversations`, { offset, limit, order: "updated", is_archived: isArchived }));
}

export function fetchConversation(id: string): Promise<JsonObject> {
  return backend("GET", pathOf(id));
}

export function changeConversation(
  id: string,
  change: { title?: string; is_archived?: boolean; is_visible?: boolean },
): Promise<unknown> {
  return backend("PATCH", pathOf(id), change);
}

export function generateTitle(id: string, messageId: string): Promise<{ title?: string }> {
  return backend("POST", `${base}/conversation/gen_title/${encodeURIComponent(id)}`, { message_id: messageId });
}

export function stopTurn(id: string): Promise<unknown> {
  return backend("POST", `${pathOf(id)}/stop`, {});
}

export function fetchModels(): Promise<{ models: Model[]; default_model_slug?: string | null }> {
  return backend("GET", `${base}/models`);
}

export const sendPath = `${base}/conversation`;

export function streamPath(id: string, after: string): string {
  return withQuery(`${pathOf(id)}/stream`, { encoding: "v1", after });
}

function pathOf(id: string): string {
  return `${base}/conversation/${encodeURIComponent(id)}`;
}
