import type { en } from "./en";
import type { Message } from "../thread/message";

/** How an answer ended, when there is something to say of it; null when it simply ended. */
export function endingOf(message: Message, hasText: boolean, t: typeof en): string | null {
  switch (message.status) {
    case "stopped":
      return t.stopped;
    case "interrupted":
    case "in_progress":
      return t.interrupted;
    case "error":
      return t.failures[message.failure ?? ""] ?? t.failureOther;
    case "finished_successfully":
      return hasText ? finished(message.finish, t) : empty(message.finish, t);
  }
}

function finished(finish: string | null, t: typeof en): string | null {
  if (finish === "length" || finish === "max_tokens") return t.lengthReached;
  return finish === "content_filter" ? t.filtered : null;
}

function empty(finish: string | null, t: typeof en): string {
  if (finish === "content_filter") return t.emptyFiltered;
  if (finish === "tool_calls") return t.emptyTools;
  return finish === "length" || finish === "max_tokens" ? t.emptyLength : t.emptyAnswer;
}
