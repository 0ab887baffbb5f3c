import { sendPath } from "./api";
import type { Message } from "./message";

/** What `POST conversation` is asked, beyond what every request carries. */
export interface Ask {
  action: "next" | "variant" | "continue";
  parent: string;
  model: string;
  message?: Message;
  /** The conversation's current node as this page knew it: if it is another one by now, the server refuses. */
  seen: string | null;
}

export interface TurnRequest {
  method: "GET" | "POST";
  path: string;
  body?: unknown;
}

/** The request of an ask in a conversation, or in one that it begins. */
export function requestOf(ask: Ask, id: string | null): TurnRequest {
  const { message } = ask;
  const body = {
    action: ask.action,
    messages: message
      ? [{ id: message.id, author: { role: "user" }, content: { content_type: "text", parts: [message.text] } }]
      : [],
    ...(id ? { conversation_id: id } : {}),
    ...(id && ask.seen ? { current_node: ask.seen } : {}),
    parent_message_id: ask.parent,
    model: ask.model,
    supported_encodings: ["v1"],
  };
  return { method: "POST", path: sendPath, body };
}
