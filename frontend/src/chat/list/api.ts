import { backend, backendUnlessHeld, type Held, withQuery } from "../../shared/api";
import { conversationPath } from "../thread/api";

/** One row of the list of conversations; times are ISO. */
export interface Summary {
  id: string;
  title: string;
  create_time: string;
  update_time: string;
  is_archived: boolean;
  is_starred: boolean;
  /** The project that it is in; null for the plain list. */
  gizmo_id: string | null;
  /** An answer is being written in it. */
  is_running: boolean;
}

export interface SummaryPage {
  items: Summary[];
  /** Where the list goes on; null at its end. */
  cursor: string | null;
}

/** Which conversations a list holds, as the server's parameters say it. */
export interface Filter {
  is_archived: boolean;
  is_starred?: boolean;
  gizmo_id?: string;
}

/** The address of the page of a list that follows `cursor`; of the first one without. */
export function conversationsPath(cursor: string, limit: number, filter: Filter): string {
  // By hand: an empty cursor says that the list is read by key from its beginning.
  return withQuery(`/backend-api/conversations?cursor=${encodeURIComponent(cursor)}`, { limit, order: "updated", ...filter });
}

export function fetchConversations(path: string, tag: string | null): Promise<Held<SummaryPage> | null> {
  return backendUnlessHeld(path, tag);
}

/** What the page shows at its side at first. */
export interface SidebarContent {
  projects: Project[];
  pinned: SummaryPage;
  conversations: SummaryPage;
}

export function fetchSidebar(): Promise<SidebarContent> {
  return backend("GET", "/backend-api/sidebar");
}

export interface Change {
  title?: string;
  is_archived?: boolean;
  is_starred?: boolean;
  gizmo_id?: string | null;
}

export function changeConversation(id: string, change: Change): Promise<unknown> {
  return backend("PATCH", conversationPath(id), change);
}

/** Answers with those that changed. */
export function changeSeveral(
  ids: readonly string[],
  change: { is_archived: boolean } | { is_visible: boolean },
): Promise<{ conversation_ids: string[] }> {
  return backend("PATCH", "/backend-api/conversations", { conversation_ids: ids, ...change });
}

/** One that was deleted; `purge_at` is when it goes for good, in Unix seconds. */
export interface Trashed extends Summary {
  purge_at: number;
}

export function fetchTrash(offset: number, limit: number): Promise<{ items: Trashed[]; total: number }> {
  return backend("GET", withQuery("/backend-api/trash", { offset, limit }));
}

export function purge(id: string): Promise<unknown> {
  return backend("DELETE", `/backend-api/trash/${encodeURIComponent(id)}`);
}

export interface Project {
  id: string;
  name: string;
}

const projects = "/backend-api/projects";

export async function fetchProjects(): Promise<Project[]> {
  return (await backend<{ items: Project[] }>("GET", projects)).items;
}

export function createProject(name: string): Promise<Project> {
  return backend("POST", projects, { name });
}

export function renameProject(id: string, name: string): Promise<unknown> {
  return backend("PATCH", `${projects}/${encodeURIComponent(id)}`, { name });
}

export function deleteProject(id: string): Promise<unknown> {
  return backend("DELETE", `${projects}/${encodeURIComponent(id)}`);
}
