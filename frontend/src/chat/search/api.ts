import { backend, withQuery } from "../../shared/api";

/** A message that was found, or a conversation by its title. */
export interface Hit {
  conversation_id: string;
  title: string;
  is_archived: boolean;
  payload: {
    kind: "title" | "message";
    /** Null where the title was found. */
    message_id: string | null;
    role?: "user" | "assistant";
    /** Unix seconds. */
    create_time?: number;
    snippet: string;
    /** What was found in the snippet: from and to. */
    marks?: readonly (readonly [number, number])[];
  };
}

export interface HitPage {
  items: Hit[];
  /** Where older messages are to be looked for; null when all have been. */
  cursor: string | null;
}

export function fetchHits(query: string, cursor: string | null, signal: AbortSignal): Promise<HitPage> {
  const timezone = new Date().getTimezoneOffset();
  const path = withQuery("/backend-api/conversations/search", { query, cursor: cursor ?? undefined, timezone_offset_min: timezone });
  return backend("GET", path, undefined, { signal });
}
