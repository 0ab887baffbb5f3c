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

/** What a model is asked for beside an answer; set where that is chosen. */
export const wishes: { of?: (model: string) => object } = {};

export interface TurnRequest {
  method: "GET" | "POST";
  path: string;
  body?: unknown;
}

/** The request of an ask in a conversation, or in one that it begins. */
export function requestOf(ask: Ask, { id, isTemporary, assistant }: { id: string | null; isTemporary: boolean; assistant: string | null }): TurnRequest {
  const { message } = ask;
  const body = {
    action: ask.action,
    messages: message ? [{ id: message.id, author: { role: "user" }, ...contentOf(message) }] : [],
    ...(id ? { conversation_id: id } : {}),
    ...(id && ask.seen ? { current_node: ask.seen } : {}),
    ...(assistant && !id ? { gizmo_id: assistant } : {}),
    parent_message_id: ask.parent,
    model: ask.model,
    ...wishes.of?.(ask.model),
    ...(isTemporary ? { history_and_training_disabled: true } : {}),
    supported_encodings: ["v1"],
  };
  return { method: "POST", path: sendPath, body };
}

function contentOf({ text, files }: Message) {
  if (files.length === 0) return { content: { content_type: "text", parts: [text] } };
  const images = files.filter(({ width }) => width !== null);
  const pointers = images.map(({ id, size, width, height }) => ({
    content_type: "image_asset_pointer", asset_pointer: `file-service://${id}`, size_bytes: size, width, height,
  }));
  return {
    content: { content_type: "multimodal_text", parts: [...pointers, text] },
    metadata: { attachments: files.map(({ id, name, size, width, height, text }) => ({ id, name, size, width, height, text })) },
  };
}
