import { readFiles, type SentFile } from "../files/files";
import { isObject, type Json, objectOf, stringOf } from "../../shared/json";

export type Status = "in_progress" | "finished_successfully" | "stopped" | "interrupted" | "error";

/** The accounts that answered here and before; null for one that the reader may not use. */
export interface Continued {
  account: string | null;
  former: string | null;
}

/** One message as the page shows it, read from the wire's shape. */
export interface Message {
  id: string;
  role: string;
  kind: "text" | "thoughts";
  text: string;
  /** Images that were sent with it. */
  files: readonly SentFile[];
  status: Status;
  model: string;
  createdAt: number | null;
  parent: string | null;
  /** Why it failed, when `status` is `error`. */
  failure: string | null;
  /** How the upstream ended it, such as `length`. */
  finish: string | null;
  /** Older messages that did not fit into what was sent upstream. */
  omitted: number;
  /** Older messages that a summary stood for. */
  summedUp: number;
  /** Set where another account answered than the one before it. */
  continued: Continued | null;
  /** Only named: what it says has to be fetched. */
  isLeftOut: boolean;
  /** What the provider's tools did, as `tools/` reads it. */
  tools: Json | undefined;
  /** Seconds of thinking, where the server says so. */
  thoughtSeconds: number | null;
}

/** The message in `value`, or null when it is none that a reader should see. */
export function readMessage(value: Json | undefined): Message | null {
  if (!isObject(value)) return null;
  const id = stringOf(value["id"]);
  const role = stringOf(objectOf(value["author"])["role"]);
  if (!id || !role) return null;
  const content = objectOf(value["content"]);
  const metadata = objectOf(value["metadata"]);
  const isThoughts = content["content_type"] === "thoughts" || content["content_type"] === "reasoning_recap";
  return {
    id,
    role,
    kind: isThoughts ? "thoughts" : "text",
    text: textOf(content),
    files: readFiles(metadata["attachments"]),
    status: statusOf(value["status"]),
    model: stringOf(metadata["model_slug"]),
    createdAt: numberOf(value["create_time"]),
    parent: stringOf(metadata["parent_id"]) || null,
    failure: failureOf(metadata),
    finish: stringOf(objectOf(metadata["finish_details"])["type"]) || stringOf(metadata["finish_reason"]) || null,
    omitted: numberOf(metadata["omitted"]) ?? numberOf(metadata["omitted_messages"]) ?? 0,
    summedUp: numberOf(metadata["summed_up_messages"]) ?? 0,
    continued: continuedOf(metadata["continued"]),
    tools: metadata["tools"],
    isLeftOut: metadata["is_left_out"] === true,
    thoughtSeconds: numberOf(metadata["finished_duration_sec"]),
  };
}

/** The message a person has just written, before the server has seen it. */
export function ownMessage(id: string, text: string, parent: string, model: string, files: readonly SentFile[] = []): Message {
  return {
    id,
    role: "user",
    kind: "text",
    text,
    files,
    status: "finished_successfully",
    model,
    createdAt: Date.now() / 1000,
    parent,
    failure: null,
    finish: null,
    omitted: 0,
    summedUp: 0,
    continued: null,
    tools: undefined,
    isLeftOut: false,
    thoughtSeconds: null,
  };
}

/** The words of an answer without its thoughts, as one text: what it was continued with meets it where it was cut. Empty when there are only blanks. */
export function answerText(messages: readonly Message[]): string {
  const text = messages.map((message) => (message.kind === "text" ? message.text : "")).join("");
  return text.trim() === "" ? "" : text;
}

function textOf(content: { [key: string]: Json }): string {
  const thoughts = Array.isArray(content["thoughts"]) ? content["thoughts"].map(thoughtOf) : [];
  const parts = Array.isArray(content["parts"]) ? content["parts"].map(partOf) : [];
  const pieces = [...thoughts, ...parts].filter((piece) => piece !== "");
  return pieces.length > 0 ? pieces.join("\n\n") : stringOf(content["text"]) || stringOf(content["content"]);
}

function thoughtOf(thought: Json): string {
  if (typeof thought === "string") return thought;
  const { summary, content } = objectOf(thought);
  const title = stringOf(summary);
  return [title && `**${title}**`, stringOf(content)].filter(Boolean).join("\n\n");
}

function partOf(part: Json): string {
  return typeof part === "string" ? part : stringOf(objectOf(part)["text"]);
}

function statusOf(status: Json | undefined): Status {
  switch (status) {
    case "in_progress":
    case "stopped":
    case "interrupted":
    case "error":
      return status;
    default:
      return "finished_successfully";
  }
}

function failureOf(metadata: { [key: string]: Json }): string | null {
  const error = metadata["error"] ?? metadata["failure"];
  const code = typeof error === "string" ? error : stringOf(objectOf(error)["code"]);
  return code || stringOf(metadata["error_code"]) || null;
}

function continuedOf(value: Json | undefined): Continued | null {
  return isObject(value) ? { account: stringOf(value["account"]) || null, former: stringOf(value["former"]) || null } : null;
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
