import { backend, backendUnlessHeld, type Held, withQuery } from "../../shared/api";
import type { JsonObject } from "../../shared/json";

const base = "/backend-api";

/** What of a conversation is fetched: the newest messages (of those above `before`), what changed since a `version`, or all of it. */
export type Portion = { limit: number; before?: string } | { since: string } | { [name: string]: never };

export async function fetchConversation(id: string, portion: Portion): Promise<Held<JsonObject>> {
  return (await backendUnlessHeld<JsonObject>(withQuery(conversationPath(id), { ...portion }), null)) ?? { data: {}, tag: null };
}

/** The conversation without its messages; null when what is known by `tag`, whole or so, is still right. */
export function fetchOutline(id: string, tag: string | null): Promise<Held<JsonObject> | null> {
  return backendUnlessHeld(withQuery(conversationPath(id), { limit: 0 }), tag);
}

/** A question of a conversation, in a line. */
export interface Headline {
  id: string;
  text: string;
}

export async function fetchQuestions(id: string, leaf: string): Promise<Headline[]> {
  return (await backend<{ items: Headline[] }>("GET", withQuery(`${conversationPath(id)}/questions`, { node: leaf }))).items;
}

export function generateTitle(id: string, messageId: string): Promise<{ title?: string }> {
  return backend("POST", `${base}/conversation/gen_title/${encodeURIComponent(id)}`, { message_id: messageId });
}

export function stopTurn(id: string): Promise<unknown> {
  return backend("POST", `${conversationPath(id)}/stop`, {});
}

export const sendPath = `${base}/conversation`;

export function streamPath(id: string, after: string): string {
  return withQuery(`${conversationPath(id)}/stream`, { encoding: "v1", after });
}

export function conversationPath(id: string): string {
  return `${base}/conversation/${encodeURIComponent(id)}`;
}
