import { ApiError, failure } from "./api";

/** Sends bytes as they are and returns the text of the answer; `onProgress` gets the part that is done, from 0 to 1, which `fetch` does not tell. Throws `ApiError`. */
export function sendBytes(method: "PUT" | "POST", path: string, contents: Blob, onProgress: (part: number) => void, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener("abort", abort);
    request.open(method, path);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onloadend = () => {
      signal.removeEventListener("abort", abort);
      if (signal.aborted) reject(new DOMException("", "AbortError"));
      else if (request.status === 0) reject(new ApiError(0, "network", "network"));
      else if (request.status < 300) resolve(request.responseText);
      else failure(new Response(request.responseText, { status: request.status })).then(reject, reject);
    };
    request.send(contents);
  });
}
