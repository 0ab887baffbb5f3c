import { useEffect, useState } from "react";
import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { RefreshIcon, WarningIcon } from "../../shared/ui/icons";
import { putIntoComposer } from "../composer/composerBox";
import type { Thread } from "../thread/thread";
import type { ThreadState } from "../thread/threadState";
import { useModule } from "../../shared/lazyModule";
import { workCode } from "../tools/code";
import { hasWords, patience, secondsSince } from "./waiting";

/** What stands under the last message while there is no answer yet, or when none came. */
export function TurnStatus({ thread, state, model }: { thread: Thread; state: ThreadState; model: string }) {
  const { phase, steps } = state;
  const work = useModule(workCode, steps.length > 0).loaded;
  const last = state.leaf ? state.tree[state.leaf]?.message : null;
  const isAsked = last?.role === "user";
  if (phase === "summing") return <Waiting key={phase} since={state.askedAt} hasWords={false} isSummingUp />;
  if (phase && work && steps.length > 0 && isAsked) return <work.RunningWork steps={steps} />;
  if (phase === "sending" || phase === "waiting") return <Waiting since={state.askedAt} hasWords={hasWords(state.tree, state.leaf)} />;
  if (phase === "reconnecting") return <Reconnecting thread={thread} />;
  if (phase || !isAsked || state.editing) return null;
  return state.unsent === last.id ? <Unsent thread={thread} /> : <Unanswered thread={thread} state={state} model={model} />;
}

function Waiting({ since, hasWords, isSummingUp = false }: { since: number; hasWords: boolean; isSummingUp?: boolean }) {
  const t = useChatWords();
  const seconds = useSecondsSince(since);
  // A page that finds its line again may hold half an answer while it waits for the rest.
  const isLong = seconds >= patience && !hasWords;
  return (
    <div className="waiting">
      <span className="waiting-dot" />
      {isSummingUp && <span role="status">{t.summingUp}</span>}
      {isLong && <span role="timer">{t.stillWaiting(seconds)}</span>}
      {/* Said aloud once: the time that passes is for the eye. */}
      {!isSummingUp && <span className="visually-hidden" role="status">{isLong ? t.stillWaitingAloud : t.waiting}</span>}
    </div>
  );
}

function useSecondsSince(began: number): number {
  const [seconds, setSeconds] = useState(() => secondsSince(began, Date.now()));
  useEffect(() => {
    const look = () => setSeconds(secondsSince(began, Date.now()));
    look();
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }, [began]);
  return seconds;
}

function Reconnecting({ thread }: { thread: Thread }) {
  const t = useChatWords();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 20_000);
    return () => clearTimeout(timer);
  }, []);

  async function reload() {
    thread.detach();
    await thread.load();
  }

  return (
    <div className="reconnecting" role="status">
      <span className="reconnecting-line" />
      <p>{isLong ? t.reconnectingLong : t.reconnecting}</p>
      {isLong && (
        <Button size="small" onClick={() => void reload()}>
          {t.reload}
        </Button>
      )}
    </div>
  );
}

function Unsent({ thread }: { thread: Thread }) {
  const t = useChatWords();
  const common = useCommon();
  return (
    <div className="answer-end answer-end-error" role="alert">
      <WarningIcon size={18} />
      <p>{t.unsent}</p>
      <Button size="small" icon={RefreshIcon} onClick={() => void thread.resend()}>
        {common.retry}
      </Button>
      <Button size="small" onClick={() => putIntoComposer(thread.takeBack())}>
        {t.unsentEdit}
      </Button>
    </div>
  );
}

function Unanswered({ thread, state, model }: { thread: Thread; state: ThreadState; model: string }) {
  const t = useChatWords();
  const common = useCommon();
  const { failure, leaf } = state;
  const words = failure ? t.withoutCharge(t.failures[failure] ?? t.failureOther) : t.noAnswer;
  return (
    <div className="answer-end answer-end-error" role={failure ? "alert" : undefined}>
      <WarningIcon size={18} />
      <p>{words}</p>
      <Button size="small" icon={RefreshIcon} disabled={!model} onClick={() => leaf && void thread.regenerate(leaf, model)}>
        {common.retry}
      </Button>
    </div>
  );
}
