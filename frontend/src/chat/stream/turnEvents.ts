import { DeltaDocuments } from "./delta";
import { isObject, type Json, objectOf, parseJson, stringOf } from "../../shared/json";
import type { ServerEvent } from "../../shared/sse";
import { type Message, readMessage } from "../thread/message";

/** What a turn's stream says, whichever encoding it came in. */
export type TurnEvent =
  | { kind: "conversation"; id: string }
  | { kind: "summing" }
  | { kind: "step"; step: Json }
  | { kind: "message"; message: Message }
  | { kind: "title"; title: string }
  | { kind: "error"; code: string; message: string }
  | { kind: "done" };

/** Events of one connection → what they mean; makes a new one for every connection, since deltas begin anew with each. */
export class TurnEvents {
  private readonly documents = new DeltaDocuments();
  private isDelta = false;

  read(event: ServerEvent): TurnEvent[] {
    if (event.data === "[DONE]") return [{ kind: "done" }];
    const value = parseJson(event.data);
    if (event.event === "delta_encoding") {
      this.isDelta = value === "v1";
      return [];
    }
    if (!isObject(value)) return [];
    if (event.event === "error") return [failureOf(value), ...conversationOf(value)];
    if (event.event === "delta" || (this.isDelta && "v" in value && !("type" in value))) {
      return envelope(this.documents.apply(value));
    }
    if (value["type"] === "title_generation") return titleOf(value);
    if (value["type"] === "summing_up") return [...conversationOf(value), { kind: "summing" }];
    if (value["type"] === "tool_step") return [...conversationOf(value), { kind: "step", step: value["step"] ?? null }];
    if (isObject(value["input_message"])) return [...conversationOf(value), ...messageOf(value["input_message"])];
    return envelope(value);
  }
}

function envelope(value: Json): TurnEvent[] {
  if (!isObject(value)) return [];
  const events = [...conversationOf(value), ...messageOf(value["message"])];
  const error = value["error"];
  if (typeof error === "string" && error) events.push({ kind: "error", code: error, message: "" });
  else if (isObject(error)) events.push(failureOf(value));
  return events;
}

function conversationOf(value: Json): TurnEvent[] {
  const id = stringOf(objectOf(value)["conversation_id"]);
  return id ? [{ kind: "conversation", id }] : [];
}

function messageOf(value: Json | undefined): TurnEvent[] {
  const message = readMessage(value);
  return message ? [{ kind: "message", message }] : [];
}

function titleOf(value: Json): TurnEvent[] {
  const title = stringOf(objectOf(value)["title"]);
  return title ? [{ kind: "title", title }] : [];
}

function failureOf(value: Json): TurnEvent {
  const error = objectOf(objectOf(value)["error"]);
  return { kind: "error", code: stringOf(error["code"]) || "upstream_error", message: stringOf(error["message"]) };
}
