import { ApiError, failure, send } from "../../shared/api";
import { type Answer, ChunkReader, type Failure, noAnswer, wholeAnswer } from "./answer";
import type { RequestBody } from "./request";

/** `cut`: the connection ended before the answer said that it is complete. */
export type Ending = "running" | "whole" | "cut" | "stopped" | "failed";

/** One request and what has come of it so far. Times are milliseconds since it was sent. */
export interface Run {
  request: RequestBody;
  answer: Answer;
  ending: Ending;
  /** The answer's HTTP status; null until it is there. */
  status: number | null;
  /** Null when there was no word yet, or all of them came at once. */
  firstAfter: number | null;
  took: number;
}

export function beginning(request: RequestBody): Run {
  return { request, answer: noAnswer, ending: "running", status: null, firstAfter: null, took: 0 };
}

/** Asks the server and tells each change; the last one is never `running`. Nothing is thrown. */
export async function ask(request: RequestBody, signal: AbortSignal, onChange: (run: Run) => void): Promise<void> {
  const began = performance.now();
  let run = beginning(request);
  const tell = (part: Partial<Run>) => {
    run = { ...run, ...part, took: performance.now() - began };
    onChange(run);
  };
  try {
    const headers = { Accept: request.stream ? "text/event-stream" : "application/json" };
    const response = await send("POST", "/pg/chat/completions", request, { signal, headers });
    tell({ status: response.status });
    if (!response.ok) tell(await refused(response));
    else if (response.body && response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
      const streamed = await readStream(response.body, (answer) => {
        const isFirst = run.firstAfter === null && (answer.text !== "" || answer.reasoning !== "");
        tell({ answer, ...(isFirst && { firstAfter: performance.now() - began }) });
      });
      tell(streamed);
    } else tell(asWhole(await response.text()));
  } catch (error) {
    if (signal.aborted) tell({ ending: "stopped" });
    else if (error instanceof ApiError) tell(failed({ status: error.status, code: error.code, message: "" }));
    else tell({ ending: "cut" });
  }
}

async function readStream(body: ReadableStream<Uint8Array>, onAnswer: (answer: Answer) => void): Promise<Partial<Run>> {
  const reader = body.getReader();
  const chunks = new ChunkReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (value) {
      chunks.push(value);
      onAnswer(chunks.answer);
    }
    // A failure is the last thing that is said, and what is after [DONE] belongs to nothing.
    if (done || chunks.isWhole || chunks.answer.failure) break;
  }
  reader.cancel().catch(() => undefined);
  return { ending: chunks.answer.failure ? "failed" : chunks.isWhole ? "whole" : "cut" };
}

function asWhole(raw: string): Partial<Run> {
  const answer = wholeAnswer(raw);
  if (!answer) return failed({ status: null, code: "bad_answer", message: "" }, raw);
  return { answer, ending: answer.failure ? "failed" : "whole" };
}

async function refused(response: Response): Promise<Partial<Run>> {
  const raw = await response.text();
  const { status, headers } = response;
  const error = await failure(new Response(raw, { status, headers }));
  return failed({ status, code: error.code, message: error.message === error.code ? "" : error.message }, raw);
}

function failed(failure: Failure, raw = ""): Partial<Run> {
  return { answer: { ...noAnswer, failure, raw }, ending: "failed" };
}
