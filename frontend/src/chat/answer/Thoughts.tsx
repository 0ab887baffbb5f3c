import { useEffect, useState } from "react";
import { Markdown } from "../../markdown/Markdown";
import { useChatWords } from "../text";
import { names } from "../../shared/names";
import { ThoughtIcon } from "../../shared/ui/icons";
import type { Message } from "../thread/message";

/** The model's reasoning, folded; says how long it took when that was seen or told. */
export function Thoughts({ message, isThinking }: { message: Message; isThinking: boolean }) {
  const t = useChatWords();
  const seen = useDuration(isThinking);
  const seconds = message.thoughtSeconds ?? seen;
  const label = isThinking ? t.thinking : seconds === null ? t.thought : t.thoughtFor(Math.round(seconds));
  return (
    <details className="thoughts">
      <summary>
        <ThoughtIcon size={18} />
        <span className={names(isThinking && "shimmer")}>{label}</span>
      </summary>
      <div className="thoughts-text">
        <Markdown text={message.text} isGrowing={isThinking} />
      </div>
    </details>
  );
}

/** Seconds that `isRunning` was true; null when that was not seen. */
function useDuration(isRunning: boolean): number | null {
  const [seconds, setSeconds] = useState<number | null>(null);
  useEffect(() => {
    if (!isRunning) return;
    const began = performance.now();
    return () => setSeconds((performance.now() - began) / 1000);
  }, [isRunning]);
  return seconds;
}
