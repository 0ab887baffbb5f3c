import { ApiError, backend, failure } from "../../shared/api";
import { isObject, type Json, stringOf } from "../../shared/json";

/** An image as a message has it: uploaded, and known to the server. */
export interface SentFile {
  id: string;
  name: string;
  size: number;
  width: number | null;
  height: number | null;
}

const base = "/backend-api/files";

/** Where its contents are. */
export function fileAddress(id: string): string {
  return `${base}/${encodeURIComponent(id)}/content`;
}

/** Uploads an image; `onProgress` gets the part that is done, from 0 to 1. Throws `ApiError`. */
export async function upload(contents: Blob, name: string, onProgress: (part: number) => void, signal: AbortSignal): Promise<SentFile> {
  const ask = { file_name: name, file_size: contents.size, use_case: "multimodal" };
  const { file_id: id } = await backend<{ file_id: string }>("POST", base, ask, { signal });
  await put(fileAddress(id), contents, onProgress, signal);
  const done = await backend<{ [key: string]: Json }>("POST", `${base}/${encodeURIComponent(id)}/uploaded`, {}, { signal });
  return { id, name, size: contents.size, width: numberOf(done["width"]), height: numberOf(done["height"]) };
}

/** The files that the metadata of a message name. */
export function readFiles(attachments: Json | undefined): readonly SentFile[] {
  if (!Array.isArray(attachments)) return [];
  return attachments.filter(isObject).flatMap((attachment) => {
    const id = stringOf(attachment["id"]);
    const size = numberOf(attachment["size"]) ?? 0;
    const name = stringOf(attachment["name"]);
    return id ? [{ id, name, size, width: numberOf(attachment["width"]), height: numberOf(attachment["height"]) }] : [];
  });
}

/** `fetch` does not tell how far an upload has come. */
function put(path: string, contents: Blob, onProgress: (part: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener("abort", abort);
    request.open("PUT", path);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onloadend = () => {
      signal.removeEventListener("abort", abort);
      if (signal.aborted) reject(new DOMException("", "AbortError"));
      else if (request.status === 0) reject(new ApiError(0, "network", "network"));
      else if (request.status < 300) resolve();
      else failure(new Response(request.responseText, { status: request.status })).then(reject, reject);
    };
    request.send(contents);
  });
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
