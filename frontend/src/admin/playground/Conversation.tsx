import { useEffect, useId, useRef, useState } from "react";
import { Button } from "../../shared/ui/Button";
import { EmptyState } from "../../shared/ui/EmptyState";
import { Checkbox } from "../../shared/ui/Field";
import { PlayIcon } from "../../shared/ui/icons";
import { toast } from "../../shared/ui/Toast";
import { lastRun, playground, type PlaygroundState } from "./playground";
import { usePlaygroundText } from "./text";
import { TurnView } from "./TurnView";

/** So near to its end the page goes along with an answer that grows, in pixels. */
const near = 160;

/** The messages so far. */
export function Conversation({ state, isBusy, onAgain }: { state: PlaygroundState; isBusy: boolean; onAgain: () => void }) {
  const t = usePlaygroundText().playground;
  const id = useId();
  const [isPlain, setPlain] = useState(false);
  const place = useFollowing(isBusy, state);
  const { turns } = state;

  function clear() {
    playground.clear();
    toast(t.cleared, { action: { label: t.undo, run: () => playground.restore(state) } });
  }

  return (
    <section ref={place} className="panel playground-conversation" aria-labelledby={id}>
      <div className="playground-head">
        <h2 id={id}>{t.conversation}</h2>
        <Checkbox label={t.plain} checked={isPlain} onChange={(event) => setPlain(event.target.checked)} />
        <Button size="small" disabled={turns.length === 0} onClick={clear}>{t.clear}</Button>
      </div>
      {turns.length === 0 ? (
        <EmptyState icon={PlayIcon} title={t.empty}>{t.emptyHint}</EmptyState>
      ) : (
        <ol className="playground-turns">
          {turns.map((turn, index) => (
            <TurnView
              key={turn.id} turn={turn} number={index + 1} isPlain={isPlain}
              onAgain={turn.role === "assistant" && index === turns.length - 1 && index > 0 ? onAgain : null}
            />
          ))}
        </ol>
      )}
      <p className="visually-hidden" role="status">{spoken(state, t)}</p>
    </section>
  );
}

/** How the answer stands, for those who do not see it. Failures are alerts of their own. */
function spoken(state: PlaygroundState, t: ReturnType<typeof usePlaygroundText>["playground"]): string {
  const ending = lastRun(state)?.ending;
  return ending === "running" ? t.writing : ending === "whole" ? t.complete : ending === "stopped" ? t.stopped : "";
}

/** While an answer grows, a reader at the end of the panel stays there. */
function useFollowing(isBusy: boolean, state: PlaygroundState) {
  const place = useRef<HTMLElement>(null);
  const isNear = useRef(true);
  useEffect(() => {
    const scroller = place.current?.closest(".admin");
    if (!scroller || !isBusy) return undefined;
    const look = () => {
      isNear.current = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < near;
    };
    look();
    scroller.addEventListener("scroll", look, { passive: true });
    return () => scroller.removeEventListener("scroll", look);
  }, [isBusy]);
  useEffect(() => {
    const scroller = place.current?.closest(".admin");
    if (isBusy && isNear.current) scroller?.scrollTo({ top: scroller.scrollHeight });
  }, [isBusy, state]);
  return place;
}
