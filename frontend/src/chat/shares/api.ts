import { backend, withQuery } from "../../shared/api";
import { conversationPath } from "../thread/api";

/** What is shown of a chat to others; times are Unix seconds. */
export interface Share {
  share_id: string;
  share_url: string;
  conversation_id: string;
  current_node_id: string;
  title: string;
  is_public: boolean;
  has_passcode: boolean;
  create_time: number;
  /** Null: never. */
  expires_at: number | null;
}

export interface SharedMessage {
  id: string;
  role: "user" | "assistant";
  text: string;
  /** Files and pictures that were sent with it, which nobody gets. */
  files: number;
}

export interface SharePreview {
  title: string;
  messages: SharedMessage[];
  share: Share | null;
  /** Who may read what is shared here. */
  readers: "everyone" | "members" | "nobody";
}

/** What is `undefined` stays as it is. */
export interface ShareChange {
  expires_at?: number | null;
  passcode?: string | null;
  is_public?: boolean;
}

/** What others would see, up to a message (nil: the last one that is shown). */
export function fetchPreview(conversation: string, node: string | undefined): Promise<SharePreview> {
  return backend("GET", withQuery(`${conversationPath(conversation)}/share`, { node }));
}

export function share(conversation: string, node: string, change: ShareChange): Promise<Share> {
  return backend("POST", "/backend-api/share/create", { conversation_id: conversation, current_node_id: node, ...change });
}

export function revoke(id: string): Promise<unknown> {
  return backend("DELETE", `/backend-api/share/${encodeURIComponent(id)}`);
}

export function fetchShares(offset: number, limit: number): Promise<{ items: Share[]; total: number }> {
  return backend("GET", withQuery("/backend-api/shared_conversations", { offset, limit }));
}
