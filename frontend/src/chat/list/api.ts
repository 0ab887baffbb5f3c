import { backend, backendUnlessHeld, type Held } from "../../shared/api";
import { conversationPath } from "../thread/api";

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

/** The address of the page of a list that follows `cursor`; of the first one without. */
export function conversationsPath(cursor: string, limit: number, isArchived: boolean): string {
  // By hand: an empty cursor says that the list is read by key from its beginning.
  return `/backend-api/conversations?cursor=${encodeURIComponent(cursor)}&limit=${limit}&order=updated&is_archived=${isArchived}`;
}

export function fetchConversations(path: string, tag: string | null): Promise<Held<SummaryPage> | null> {
  return backendUnlessHeld(path, tag);
}

export function changeConversation(
  id: string,
  change: { title?: string; is_archived?: boolean; is_visible?: boolean },
): Promise<unknown> {
  return backend("PATCH", conversationPath(id), change);
}
