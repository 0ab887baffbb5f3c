import { useEffect, useId, useRef, useState } from "react";
import { Button } from "../../shared/ui/Button";
import { EmptyState } from "../../shared/ui/EmptyState";
import { Checkbox } from "../../shared/ui/Field";
import { PlayIcon } from "../../shared/ui/icons";
import { toast } from "../../shared/ui/Toast";
import { lastRun, playground, type PlaygroundState } from "./playground";
import { usePlaygroundText } from "./text";
import { TurnView } from "./TurnView";

/** Pixels: what the composer below the messages takes, and how far from its end a reader still goes along with an answer that grows. */
const composerHeight = 190;
const near = 160;

/** The messages so far. */
export function Conversation({ state, isBusy, onAgain }: { state: PlaygroundState; isBusy: boolean; onAgain: () => void }) {
  const t = usePlaygroundText().playground;
  const id = useId();
  const [isPlain, setPlain] = useState(false);
  const place = useFollowing(isBusy, state);
  const heading = useRef<HTMLHeadingElement>(null);
  const { turns } = state;

  /** The button that was used is gone; the focus stays in the conversation. */
  const keepFocus = () => heading.current?.focus({ preventScroll: true });

  function clear() {
    playground.clear();
    keepFocus();
    toast(t.cleared, { action: { label: t.undo, run: () => playground.restore(state) } });
  }

  return (
    <section ref={place} className="panel playground-conversation" aria-labelledby={id}>
      <div className="playground-head">
        <h2 ref={heading} id={id} tabIndex={-1}>{t.conversation}</h2>
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
              onRemoved={keepFocus}
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

/** While an answer grows, a reader at its end stays there, with the composer in sight. */
function useFollowing(isBusy: boolean, state: PlaygroundState) {
  const place = useRef<HTMLElement>(null);
  const isNear = useRef(true);
  useEffect(() => {
    const scroller = place.current?.closest(".admin");
    if (!scroller || !isBusy) return undefined;
    const look = () => {
      isNear.current = beyond(place.current, scroller) < near;
    };
    look();
    scroller.addEventListener("scroll", look, { passive: true });
    return () => scroller.removeEventListener("scroll", look);
  }, [isBusy]);
  useEffect(() => {
    const scroller = place.current?.closest(".admin");
    if (!scroller || !isBusy || !isNear.current) return;
    const top = beyond(place.current, scroller);
    if (top > 0) scroller.scrollBy({ top });
  }, [isBusy, state]);
  return place;
}

/** How far the composer's end is below what is seen. */
function beyond(place: HTMLElement | null, scroller: Element): number {
  return (place?.getBoundingClientRect().bottom ?? 0) + composerHeight - scroller.getBoundingClientRect().bottom;
}
