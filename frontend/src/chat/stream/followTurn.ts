import { ApiError } from "../../shared/api";
import { Backoff } from "./backoff";
import { readTurn, type TurnRequest } from "./connection";
import { withLine } from "./lines";
import type { TurnEvent } from "./turnEvents";

export interface Following {
  /** The turn begins with this; else one that is running is joined. */
  isAsked: boolean;
  /** Asking twice does no harm. */
  mayAskAgain: boolean;
  /** What is sent: `after` is the last event that was heard, empty for the beginning; null: the server has not accepted the turn yet. */
  request: (after: string | null) => TurnRequest;
  hear: (event: TurnEvent) => void;
  /** The line broke and is made anew; `isMoved` when the server has said so. */
  broken: (isMoved: boolean) => void;
}

/** Reads a turn through every broken line to its end. `isWhole`: all was heard; `refused`: why the server did not begin it. */
export async function followTurn(following: Following, signal: AbortSignal): Promise<{ isWhole: boolean; refused: ApiError | null }> {
  const backoff = new Backoff();
  let isAccepted = !following.isAsked;
  let after = "";
  for (;;) {
    let isMoved = false;
    try {
      const hear = (event: TurnEvent, eventId: string) => {
        isAccepted = true;
        backoff.reset();
        after = eventId || after;
        following.hear(event);
      };
      const ending = await withLine(signal, (isBrief) => readTurn(following.request(isAccepted ? after : null), signal, hear, isBrief));
      if (ending === "paused") continue;
      if (ending === "done") return { isWhole: true, refused: null };
      isAccepted = true;
      isMoved = ending === "moved" && backoff.count === 0;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const mayRepeat = error.isOffline && (isAccepted || (following.mayAskAgain && backoff.count < 2));
      if (!isAccepted && !mayRepeat) return { isWhole: false, refused: error };
      if (!mayRepeat && error.status < 500) return { isWhole: false, refused: null };
    }
    following.broken(isMoved);
    await backoff.wait(signal);
  }
}
