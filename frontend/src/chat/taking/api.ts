import "../../shared/late";
import { backend } from "../../shared/api";
import { sendBytes } from "../../shared/sendBytes";

export interface ExportReport {
  download_url: string;
  file_name: string;
  size: number;
  chats: number;
  messages: number;
  files: number;
  /** Files that could not be read. */
  files_missing: number;
}

/** Something that did not come in: why, how often, and the titles of some of the chats. */
export interface LeftOut {
  reason: string;
  count: number;
  chats: string[];
}

export interface ImportReport {
  chats: { new: number; extended: number; unchanged: number; skipped: number };
  messages: number;
  files: { taken: number; missing: number };
  skipped: LeftOut[];
  /** Kinds of content that this server does not know. */
  unknown: string[];
  /** Files that end before their end, and the last chat before. */
  cut: { file: string; after: string }[];
}

interface Begun {
  job_id: string;
}

export type Format = "markdown" | "json";

export async function beginExport(conversation?: string, format?: Format): Promise<string> {
  return (await backend<Begun>("POST", "/backend-api/export", conversation ? { conversation_id: conversation, format } : {})).job_id;
}

export async function beginErasure(name: string): Promise<string> {
  return (await backend<Begun>("POST", "/backend-api/erase", { user_name: name })).job_id;
}

/** Uploads an export; `onProgress` gets the part that is done, from 0 to 1. */
export async function beginImport(file: Blob, onProgress: (part: number) => void, signal: AbortSignal): Promise<string> {
  return (JSON.parse(await sendBytes("POST", "/backend-api/import", file, onProgress, signal)) as Begun).job_id;
}
