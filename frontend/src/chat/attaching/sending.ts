import "../../shared/late";
import { backend } from "../../shared/api";
import type { Json } from "../../shared/json";
import { sendBytes } from "../../shared/sendBytes";
import { factsOf, fileAddress, filesPath, type SentFile } from "../files/files";

type Answer = { [key: string]: Json };

/** Uploads a file; `onProgress` gets the part that is done, from 0 to 1. Throws `ApiError`. */
export async function upload(contents: Blob, name: string, onProgress: (part: number) => void, signal: AbortSignal): Promise<SentFile> {
  const ask = { file_name: name, file_size: contents.size, use_case: "multimodal" };
  const { file_id: id } = await backend<{ file_id: string }>("POST", filesPath, ask, { signal });
  await sendBytes("PUT", fileAddress(id), contents, onProgress, signal);
  const done = await backend<Answer>("POST", `${filesPath}/${encodeURIComponent(id)}/uploaded`, {}, { signal });
  return { id, name, size: contents.size, ...factsOf(done) };
}

/** Has a text file read in another encoding. */
export async function reread(file: SentFile, encoding: string): Promise<SentFile> {
  return { ...file, ...factsOf(await backend<Answer>("PATCH", `${filesPath}/${encodeURIComponent(file.id)}`, { encoding })) };
}
