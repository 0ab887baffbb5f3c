import { ApiError, backend, failure } from "../../shared/api";
import type { Json } from "../../shared/json";
import { factsOf, fileAddress, filesPath, type SentFile } from "../files/files";

type Answer = { [key: string]: Json };

/** Uploads a file; `onProgress` gets the part that is done, from 0 to 1. Throws `ApiError`. */
export async function upload(contents: Blob, name: string, onProgress: (part: number) => void, signal: AbortSignal): Promise<SentFile> {
  const ask = { file_name: name, file_size: contents.size, use_case: "multimodal" };
  const { file_id: id } = await backend<{ file_id: string }>("POST", filesPath, ask, { signal });
  await put(fileAddress(id), contents, onProgress, signal);
  const done = await backend<Answer>("POST", `${filesPath}/${encodeURIComponent(id)}/uploaded`, {}, { signal });
  return { id, name, size: contents.size, ...factsOf(done) };
}

/** Has a text file read in another encoding. */
export async function reread(file: SentFile, encoding: string): Promise<SentFile> {
  return { ...file, ...factsOf(await backend<Answer>("PATCH", `${filesPath}/${encodeURIComponent(file.id)}`, { encoding })) };
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
