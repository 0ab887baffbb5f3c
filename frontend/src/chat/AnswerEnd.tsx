import { useChatWords } from "../shared/locales/chat";
import { useCommon } from "../shared/locales/common";
import { names } from "../shared/names";
import { Button } from "../shared/ui/Button";
import { PlayIcon, RefreshIcon, WarningIcon } from "../shared/ui/icons";
import type { Message } from "./message";
import type { Thread } from "./thread";

interface AnswerEndProps {
  message: Message;
  hasText: boolean;
  isLast: boolean;
  isBusy: boolean;
  thread: Thread;
  model: string;
}

/** How an answer ended when it did not end well, and what can be done. */
export function AnswerEnd({ message, hasText, isLast, isBusy, thread, model }: AnswerEndProps) {
  const t = useChatWords();
  const common = useCommon();
  const words = wordsOf(message, t);
  if (!words) return null;
  const isError = message.status === "error";
  const mayContinue = hasText && message.finish !== "content_filter";
  return (
    <div className={names("answer-end", isError && "answer-end-error")}>
      {isError && <WarningIcon size={18} />}
      <p>{isError && !hasText ? t.withoutCharge(words) : words}</p>
      {isLast && mayContinue && (
        <Button size="small" icon={PlayIcon} disabled={isBusy || !model} onClick={() => void thread.goOn(model)}>
          {t.goOn}
        </Button>
      )}
      {isLast && message.status !== "finished_successfully" && (
        <Button size="small" icon={RefreshIcon} disabled={isBusy || !model} onClick={() => void thread.regenerate(message.id, model)}>
          {common.retry}
        </Button>
      )}
    </div>
  );
}

function wordsOf(message: Message, t: ReturnType<typeof useChatWords>): string | null {
  switch (message.status) {
    case "stopped":
      return t.stopped;
    case "interrupted":
    case "in_progress":
      return t.interrupted;
    case "error":
      return t.failures[message.failure ?? ""] ?? t.failureOther;
    case "finished_successfully":
      if (message.finish === "length" || message.finish === "max_tokens") return t.lengthReached;
      return message.finish === "content_filter" ? t.filtered : null;
  }
}
