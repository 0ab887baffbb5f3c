import { failure, send, ApiError } from "../../shared/api";
import { EventParser } from "../../shared/sse";
import { type TurnEvent, TurnEvents } from "./turnEvents";

/** How a connection ended: with the turn; before it; before it because the server, which restarts, said so; or to let others have it. */
export type Ending = "done" | "dropped" | "moved" | "paused";

/** The server sends a heartbeat every 10 s; this long without a byte means that the line is dead. */
const silenceLimit = 30_000;

/** A brief look ends with what has been said so far: this long after it began to hear, or without a word for half as long. */
const briefly = 600;

export interface TurnRequest {
  method: "GET" | "POST";
  path: string;
  body?: unknown;
}

/**
 * Reads one streamed answer to its end, or only what there is of it if it `isBrief`, and reports each event with its id.
 * Throws `ApiError` when the server refused (or status 0 when nothing answered); a connection that breaks later is `dropped`.
 */
export async function readTurn(
  request: TurnRequest,
  signal: AbortSignal,
  onEvent: (event: TurnEvent, id: string) => void,
  isBrief = false,
): Promise<Ending> {
  const line = new AbortController();
  const abort = () => line.abort();
  signal.addEventListener("abort", abort);
  try {
    const headers = { Accept: "text/event-stream" };
    const response = await send(request.method, request.path, request.body, { signal: line.signal, headers });
    if (!response.ok) throw await failure(response);
    if (!response.body) return "dropped";
    return await readBody(response.body, line, onEvent, isBrief);
  } catch (error) {
    if (error instanceof ApiError || signal.aborted) throw error;
    return "dropped";
  } finally {
    signal.removeEventListener("abort", abort);
    line.abort();
  }
}

async function readBody(
  body: ReadableStream<Uint8Array>,
  line: AbortController,
  onEvent: (event: TurnEvent, id: string) => void,
  isBrief: boolean,
): Promise<Ending> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parser = new EventParser();
  const turn = new TurnEvents();
  let heardAt = 0;
  for (;;) {
    const timer = setTimeout(() => line.abort(), silenceLimit);
    const reading = reader.read().finally(() => clearTimeout(timer));
    const read = isBrief && heardAt ? await Promise.race([reading, after(briefly / 2)]) : await reading;
    if (!read || (heardAt && Date.now() - heardAt > briefly)) {
      reading.catch(() => undefined);
      return "paused";
    }
    const { done, value } = read;
    if (done) return "dropped";
    for (const event of parser.push(decoder.decode(value, { stream: true }))) {
      if (event.event === "server_restarting") return "moved";
      if (isBrief) heardAt ||= Date.now();
      for (const meaning of turn.read(event)) {
        onEvent(meaning, event.id);
        if (meaning.kind === "done") return "done";
      }
    }
  }
}

function after(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), milliseconds));
}
