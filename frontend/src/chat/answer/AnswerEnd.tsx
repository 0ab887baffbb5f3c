import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { names } from "../../shared/names";
import { Button } from "../../shared/ui/Button";
import { PlayIcon, RefreshIcon, WarningIcon } from "../../shared/ui/icons";
import { endingOf } from "./endings";
import type { Message } from "../thread/message";
import type { Thread } from "../thread/thread";

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
  const words = endingOf(message, hasText, t);
  if (!words) return null;
  const isError = message.status === "error";
  const isFinished = message.status === "finished_successfully";
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
      {isLast && (!isFinished || !hasText) && (
        <Button size="small" icon={RefreshIcon} disabled={isBusy || !model} onClick={() => void thread.regenerate(message.id, model)}>
          {isFinished ? common.tryAgain : common.retry}
        </Button>
      )}
    </div>
  );
}
