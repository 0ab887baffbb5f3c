import "../together";
import { useEffect, useId, useState } from "react";
import { backend, withQuery } from "../../shared/api";
import { conversationPath } from "../thread/api";
import type { ThreadState } from "../thread/threadState";
import { useContextWords } from "./text";

/** In tokens, by the server's estimate. */
interface Fill {
  used: number;
  /** What is sent at most. */
  room: number;
  /** How many of the oldest messages neither fit nor are summed up yet. */
  omitted_messages: number;
  /** How many of the oldest messages a summary stands for. */
  summed_up_messages: number;
}

/** From this share on it is worth a line. */
const notable = 0.5;

export function Gauge({ state, model }: { state: ThreadState; model: string }) {
  const t = useContextWords();
  const id = useId();
  const [fill, setFill] = useState<Fill | null>(null);
  const { id: conversation, leaf } = state;

  useEffect(() => {
    const control = new AbortController();
    const path = withQuery(`${conversationPath(conversation ?? "")}/context`, { model, node: leaf ?? "" });
    // Without it there is no line, and nothing is lost.
    backend<Fill>("GET", path, undefined, { signal: control.signal }).then(setFill, () => undefined);
    return () => control.abort();
  }, [conversation, leaf, model]);

  if (!fill || (fill.used < fill.room * notable && fill.summed_up_messages === 0)) return null;
  const percent = Math.min(100, Math.round((fill.used / fill.room) * 100));
  const summed = fill.summed_up_messages > 0 ? t.contextSummed(percent, fill.summed_up_messages) : t.contextFull(percent);
  return (
    <p className="context-line">
      <meter aria-labelledby={id} min={0} max={100} high={80} value={percent} />
      <span id={id}>{fill.omitted_messages > 0 ? t.contextOver : summed}</span>
    </p>
  );
}
