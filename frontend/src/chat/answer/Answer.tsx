import { memo } from "react";
import { Markdown } from "../../markdown/Markdown";
import { useChatWords } from "../text";
import { names } from "../../shared/names";
import { IconButton } from "../../shared/ui/Button";
import { ChevronDownIcon, InfoIcon, RefreshIcon } from "../../shared/ui/icons";
import { AnswerEnd } from "./AnswerEnd";
import { BranchSwitch } from "../thread/BranchSwitch";
import { DetailsButton } from "./DetailsButton";
import { SummaryLine } from "../context/ContextLine";
import { CopyButton } from "../../shared/ui/CopyButton";
import { useModule } from "../../shared/lazyModule";
import type { Json } from "../../shared/json";
import { workCode } from "../tools/code";
import { Thoughts } from "./Thoughts";
import { MessageFiles } from "../files/MessageFiles";
import { AnswerMarks } from "../marks/AnswerMarks";
import { ModelMenu } from "../models/ModelMenu";
import { answerText } from "../thread/message";
import type { Thread } from "../thread/thread";
import type { Item } from "../thread/tree";

interface AnswerProps {
  item: Item;
  number: number;
  thread: Thread;
  model: string;
  isLast: boolean;
  isBusy: boolean;
  isReadOnly: boolean;
  /** The turn that writes it is running. */
  isGrowing: boolean;
  /** What the provider's tools have done meanwhile. */
  steps: readonly Json[];
}

/** The model's answer at full width, with its thoughts folded above. */
export const Answer = memo(function Answer({ item, number, thread, model, isLast, isBusy, isReadOnly, isGrowing, steps }: AnswerProps) {
  const t = useChatWords();
  const text = answerText(item.messages);
  const files = item.messages.flatMap((message) => message.files);
  const hasContent = text !== "" || files.length > 0;
  const last = item.messages[item.messages.length - 1];
  const omitted = Math.max(0, ...item.messages.map((message) => message.omitted));
  const summedUp = item.messages.find((message) => message.summedUp > 0);
  const tools = item.messages.flatMap((message) => message.tools ?? []);
  const work = useModule(workCode, tools.length > 0 || steps.length > 0).loaded;
  const showsActions = !isGrowing && last !== undefined;
  return (
    <article className={names("answer", !isLast && "answer-settled")} data-item={item.id} tabIndex={-1} aria-busy={isGrowing || undefined}>
      <h2 className="visually-hidden">{t.messageHeading(number, t.assistant)}</h2>
      {item.messages.map(
        (message, index) =>
          message.kind === "thoughts" && (
            <Thoughts key={message.id} message={message} isThinking={isGrowing && message.status === "in_progress" && answerText(item.messages.slice(index)) === ""} />
          ),
      )}
      {work && (steps.length > 0 ? <work.RunningWork steps={steps} /> : <work.DoneWork works={tools} />)}
      {text !== "" && <Markdown text={text} isGrowing={isGrowing && last?.status === "in_progress"} />}
      <MessageFiles files={files} />
      {work && <work.Sources works={tools} />}
      <AnswerMarks messages={item.messages} />
      {summedUp && <SummaryLine conversation={thread.get().id ?? ""} message={summedUp} />}
      {omitted > 0 && (
        <p className="answer-note">
          <InfoIcon size={16} />
          {t.omitted(omitted)}
        </p>
      )}
      {showsActions && <AnswerEnd message={last} hasText={hasContent} isLast={isLast && !isReadOnly} isBusy={isBusy} thread={thread} model={model} />}
      {showsActions && (hasContent || !isLast || item.siblings.length > 1) && (
        <div className="message-actions">
          {text !== "" && <CopyButton text={text} label={t.copyMessage} />}
          {!isReadOnly && (
            <IconButton icon={RefreshIcon} iconSize={18} label={t.regenerate} disabled={isBusy || !model} onClick={() => void thread.regenerate(item.id, model)} />
          )}
          {!isReadOnly && !isBusy && (
            <ModelMenu
              title={t.regenerateWith}
              without={last.model}
              onChoose={(slug) => void thread.regenerate(item.id, slug)}
              trigger={(props) => <IconButton icon={ChevronDownIcon} iconSize={14} label={t.regenerateWith} className="regenerate-with" {...props} />}
            />
          )}
          <BranchSwitch item={item} thread={thread} isBusy={isBusy} />
          <DetailsButton item={item} thread={thread} />
          {last.model && (
            <span className="answer-model" dir="auto" title={last.model}>
              {last.model}
            </span>
          )}
        </div>
      )}
    </article>
  );
});
