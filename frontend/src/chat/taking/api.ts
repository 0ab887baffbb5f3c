import { ApiError, backend, failure } from "../../shared/api";

/** Work that was begun here; `report` is of the kind's own form, and may grow while it runs. */
export interface Task<Report> {
  id: string;
  status: "queued" | "running" | "done" | "failed";
  done: number;
  /** 0 as long as nobody knows. */
  total: number;
  /** Why it failed: `cancelled`, `interrupted`, `unavailable`, `not_an_export`. */
  error?: string;
  report: Partial<Report>;
}

export interface ExportReport {
  download_url: string;
  file_name: string;
  size: number;
  chats: number;
  messages: number;
  files: number;
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

const path = (id: string) => `/backend-api/jobs/${encodeURIComponent(id)}`;

export function findTask<Report>(id: string, signal: AbortSignal): Promise<Task<Report>> {
  return backend("GET", path(id), undefined, { signal });
}

export function cancelTask(id: string): Promise<unknown> {
  return backend("DELETE", path(id));
}

/** Uploads an export; `onProgress` gets the part that is done, from 0 to 1. `fetch` does not tell how far an upload has come. */
export function beginImport(file: Blob, onProgress: (part: number) => void, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener("abort", abort);
    request.open("POST", "/backend-api/import");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onloadend = () => {
      signal.removeEventListener("abort", abort);
      if (signal.aborted) reject(new DOMException("", "AbortError"));
      else if (request.status === 0) reject(new ApiError(0, "network", "network"));
      else if (request.status < 300) resolve((JSON.parse(request.responseText) as Begun).job_id);
      else failure(new Response(request.responseText, { status: request.status })).then(reject, reject);
    };
    request.send(file);
  });
}
