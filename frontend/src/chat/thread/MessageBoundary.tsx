import type { ReactNode } from "react";
import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { ErrorBoundary } from "../../shared/ui/ErrorBoundary";
import { WarningIcon } from "../../shared/ui/icons";
import { answerText } from "./message";
import type { Item } from "./tree";

/** Shows a message that cannot be drawn as the text that it is, and leaves the others alone. */
export function MessageBoundary({ item, isGrowing, children }: { item: Item; isGrowing: boolean; children: ReactNode }) {
  const thoughts = item.messages.filter((message) => message.kind === "thoughts").map((message) => message.text);
  const text = [...thoughts, answerText(item.messages)].join("\n\n");
  return (
    <ErrorBoundary fallback={(retry) => <FailedMessage text={text} retry={retry} />} resetKey={isGrowing}>
      {children}
    </ErrorBoundary>
  );
}

function FailedMessage({ text, retry }: { text: string; retry: () => void }) {
  const t = useChatWords();
  const common = useCommon();
  return (
    <article className="message-failed">
      <p className="answer-note" role="alert">
        <WarningIcon size={16} />
        <span>{t.messageFailed}</span>
        <Button size="small" onClick={retry}>
          {common.retry}
        </Button>
      </p>
      <p className="markdown-source" dir="auto">
        {text}
      </p>
    </article>
  );
}
