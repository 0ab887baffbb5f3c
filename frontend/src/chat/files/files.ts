import { isObject, type Json, stringOf } from "../../shared/json";

/** A file as a message has it: uploaded, and known to the server. */
export interface SentFile {
  id: string;
  name: string;
  size: number;
  /** Of an image; null for a document. */
  width: number | null;
  height: number | null;
  /** What models read of a document; null for an image. */
  text: DocumentText | null;
}

export interface DocumentText {
  /** By estimate. */
  tokens: number;
  /** Only its beginning is kept. */
  is_cut: boolean;
  /** How a text file is read; null for other documents. */
  encoding: string | null;
}

export const filesPath = "/backend-api/files";

/** Where its contents are. */
export function fileAddress(id: string): string {
  return `${filesPath}/${encodeURIComponent(id)}/content`;
}

/** The files that the metadata of a message name. */
export function readFiles(attachments: Json | undefined): readonly SentFile[] {
  if (!Array.isArray(attachments)) return [];
  return attachments.filter(isObject).flatMap((attachment) => {
    const id = stringOf(attachment["id"]);
    return id ? [{ id, name: stringOf(attachment["name"]), size: numberOf(attachment["size"]) ?? 0, ...factsOf(attachment) }] : [];
  });
}

/** What the server has found out about a file. */
export function factsOf(file: { [key: string]: Json }): Pick<SentFile, "width" | "height" | "text"> {
  const text = file["text"];
  return {
    width: numberOf(file["width"]),
    height: numberOf(file["height"]),
    text: isObject(text) ? { tokens: numberOf(text["tokens"]) ?? 0, is_cut: text["is_cut"] === true, encoding: stringOf(text["encoding"]) || null } : null,
  };
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
