import { useMemo } from "react";
import { LazyModule, useModule } from "../../shared/lazyModule";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";
import type { Message } from "../thread/message";
import type { ThreadState } from "../thread/threadState";
import { cutAt, pathTo } from "../thread/tree";

const lines = new LazyModule(() => import("./lines"));

/** How full the model's context is, for a chat that is long enough to ask. */
export function ContextLine({ state, model }: { state: ThreadState; model: string }) {
  const { models } = useStore(useSession().models);
  const context = models.find((each) => each.slug === model)?.max_tokens ?? 0;
  const { tree, leaf } = state;
  const isLong = useMemo(() => mayFill(context, { tree, leaf }), [context, tree, leaf]);
  return isLong && state.id !== null && state.phase === null ? <Loaded state={state} model={model} /> : null;
}

function Loaded(props: { state: ThreadState; model: string }) {
  const { loaded } = useModule(lines);
  return loaded ? <loaded.Gauge {...props} /> : null;
}

/** Says that the model read a summary in place of the oldest messages. */
export function SummaryLine(props: { conversation: string; message: Message }) {
  const { loaded } = useModule(lines);
  return loaded ? <loaded.SummaryNote {...props} /> : null;
}

/** May a third of the context be taken? A character is one token at most, as the server counts. */
function mayFill(context: number, { tree, leaf }: Pick<ThreadState, "tree" | "leaf">): boolean {
  if (context === 0 || cutAt(tree, leaf)) return context > 0;
  return pathTo(tree, leaf).reduce((sum, { message }) => sum + (message?.text.length ?? 0), 0) > context / 3;
}
