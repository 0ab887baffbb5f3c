import { failure, send, ApiError } from "../../shared/api";
import { EventParser } from "./sse";
import { type TurnEvent, TurnEvents } from "./turnEvents";

/** How a connection ended: with the turn; before it; or before it because the server, which restarts, said so. */
export type Ending = "done" | "dropped" | "moved";

/** The server sends a heartbeat every 10 s; this long without a byte means that the line is dead. */
const silenceLimit = 30_000;

export interface TurnRequest {
  method: "GET" | "POST";
  path: string;
  body?: unknown;
}

/**
 * Reads one streamed answer to its end and reports each event with its id.
 * Throws `ApiError` when the server refused (or status 0 when nothing answered); a connection that breaks later is `dropped`.
 */
export async function readTurn(
  request: TurnRequest,
  signal: AbortSignal,
  onEvent: (event: TurnEvent, id: string) => void,
): Promise<Ending> {
  const line = new AbortController();
  const abort = () => line.abort();
  signal.addEventListener("abort", abort);
  try {
    const headers = { Accept: "text/event-stream" };
    const response = await send(request.method, request.path, request.body, { signal: line.signal, headers });
    if (!response.ok) throw await failure(response);
    if (!response.body) return "dropped";
    return await readBody(response.body, line, onEvent);
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
): Promise<Ending> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parser = new EventParser();
  const turn = new TurnEvents();
  for (;;) {
    const timer = setTimeout(() => line.abort(), silenceLimit);
    const { done, value } = await reader.read().finally(() => clearTimeout(timer));
    if (done) return "dropped";
    for (const event of parser.push(decoder.decode(value, { stream: true }))) {
      if (event.event === "server_restarting") return "moved";
      for (const meaning of turn.read(event)) {
        onEvent(meaning, event.id);
        if (meaning.kind === "done") return "done";
      }
    }
  }
}
