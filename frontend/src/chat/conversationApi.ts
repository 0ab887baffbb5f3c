import { backend, backendUnlessHeld, type Held, withQuery } from "../shared/api";
import type { JsonObject } from "./stream/json";

/** One row of the list of conversations; times are ISO. */
export interface Summary {
  id: string;
  title: string;
  create_time: string;
  update_time: string;
  is_archived: boolean;
  /** An answer is being written in it. */
  is_running: boolean;
}

export interface SummaryPage {
  items: Summary[];
  /** Where the list goes on; null at its end. */
  cursor: string | null;
}

export interface Model {
  slug: string;
  title: string;
  description?: string;
}

const base = "/backend-api";

/** The address of the page of a list that follows `cursor`; of the first one without. */
export function conversationsPath(cursor: string, limit: number, isArchived: boolean): string {
  // By hand: an empty cursor says that the list is read by key from its beginning.
  return `${base}/conversations?cursor=${encodeURIComponent(cursor)}&limit=${limit}&order=updated&is_archived=${isArchived}`;
}

export function fetchConversations(path: string, tag: string | null): Promise<Held<SummaryPage> | null> {
  return backendUnlessHeld(path, tag);
}

export async function fetchConversation(id: string): Promise<Held<JsonObject>> {
  return (await backendUnlessHeld<JsonObject>(pathOf(id), null)) ?? { data: {}, tag: null };
}

/** The conversation without its messages; null when what is known by `tag`, whole or so, is still right. */
export function fetchOutline(id: string, tag: string | null): Promise<Held<JsonObject> | null> {
  return backendUnlessHeld(withQuery(pathOf(id), { limit: 0 }), tag);
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
