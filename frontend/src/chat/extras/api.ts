import { backend } from "../../shared/api";

/** What a member knows of an assistant. */
export interface Assistant {
  id: string;
  name: string;
  description: string;
  /** Its address. */
  picture: string | null;
  /** What its chats begin with. */
  model: string | null;
  starters: string[];
}

export async function fetchAssistants(): Promise<Assistant[]> {
  return (await backend<{ items: Assistant[] }>("GET", "/backend-api/assistants")).items;
}

export function fetchNotice(): Promise<{ id: string; text: string }> {
  return backend("GET", "/backend-api/notice");
}
