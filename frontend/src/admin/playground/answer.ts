/** What comes back from `/pg/chat/completions`: OpenAI's Chat Completions, as one JSON object or as a stream of chunks. */
import { isObject, type Json, type JsonObject, objectOf, parseJson, stringOf } from "../../shared/json";
import { EventParser } from "../../shared/sse";

/** Tokens; null where the answer does not say. */
export interface Usage {
  read: number | null;
  written: number | null;
}

/** A refusal in the server's own words. `status` is null in the middle of a stream, 0 when no answer came at all. */
export interface Failure {
  status: number | null;
  code: string;
  message: string;
}

export interface Answer {
  text: string;
  reasoning: string;
  /** Empty until it is said. */
  finish: string;
  model: string;
  usage: Usage | null;
  failure: Failure | null;
  /** All that came, as it came, up to a bound. */
  raw: string;
}

export const noAnswer: Answer = { text: "", reasoning: "", finish: "", model: "", usage: null, failure: null, raw: "" };

/** More of what came is not kept: it would be the page's memory. */
export const mostRaw = 200_000;

/** Reads a stream of chunks that is cut into pieces anywhere. */
export class ChunkReader {
  answer: Answer = noAnswer;
  /** The stream said that it is complete; one that ends without was cut off. */
  isWhole = false;
  private readonly decoder = new TextDecoder();
  private readonly parser = new EventParser();

  push(piece: Uint8Array): void {
    const text = this.decoder.decode(piece, { stream: true });
    const room = mostRaw - this.answer.raw.length;
    if (room > 0) this.answer = { ...this.answer, raw: this.answer.raw + text.slice(0, room) };
    for (const event of this.parser.push(text)) this.hear(event.data);
  }

  private hear(data: string): void {
    if (data === "[DONE]") {
      this.isWhole = true;
      return;
    }
    const chunk = objectOf(parseJson(data));
    const { text, reasoning, finish, usage, model, failure } = read(chunk, "delta");
    const before = this.answer;
    this.answer = {
      ...before,
      text: before.text + text,
      reasoning: before.reasoning + reasoning,
      finish: finish || before.finish,
      model: model || before.model,
      usage: usage ?? before.usage,
      failure: before.failure ?? failure,
    };
  }
}

/** An answer that came in one piece; null when it is none. */
export function wholeAnswer(raw: string): Answer | null {
  const body = parseJson(raw);
  if (!isObject(body) || (!Array.isArray(body["choices"]) && !isObject(body["error"]))) return null;
  return { ...read(body, "message"), raw: raw.slice(0, mostRaw) };
}

/** What a chunk or a whole answer says; `part` is where its words are. Only the first of several choices is read. */
function read(body: JsonObject, part: "delta" | "message"): Omit<Answer, "raw"> {
  const choices = Array.isArray(body["choices"]) ? body["choices"].map(objectOf) : [];
  const choice = choices.find((each) => (each["index"] ?? 0) === 0) ?? {};
  const words = objectOf(choice[part]);
  return {
    text: stringOf(words["content"]) + stringOf(words["refusal"]),
    reasoning: stringOf(words["reasoning_content"]),
    finish: stringOf(choice["finish_reason"]),
    model: stringOf(body["model"]),
    usage: usageOf(body["usage"]),
    failure: failureOf(body["error"]),
  };
}

function usageOf(value: Json | undefined): Usage | null {
  return isObject(value) ? { read: countOf(value["prompt_tokens"]), written: countOf(value["completion_tokens"]) } : null;
}

function countOf(value: Json | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function failureOf(value: Json | undefined): Failure | null {
  if (!isObject(value)) return null;
  return { status: null, code: stringOf(value["code"]) || stringOf(value["type"]), message: stringOf(value["message"]) };
}
