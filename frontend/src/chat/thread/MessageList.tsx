import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useChatWords } from "../text";
import { Button, IconButton } from "../../shared/ui/Button";
import { ArrowDownIcon } from "../../shared/ui/icons";
import { Answer } from "../answer/Answer";
import { MessageBoundary } from "./MessageBoundary";
import { Question } from "./Question";
import { TurnStatus } from "../answer/TurnStatus";
import type { Thread } from "./thread";
import type { ThreadState } from "./threadState";
import type { Numbered } from "./source";
import { cutAt, type Item, itemsTo } from "./tree";

/** How many messages are drawn at first, and more with every look upwards. */
const portion = 50;
/** Within so many pixels of the end the reader counts as following. */
const nearEnd = 50;

/** The messages of the shown path; follows the end while the reader is there, and never against their will. */
export function MessageList({ thread, state, model }: { thread: Thread; state: ThreadState; model: string }) {
  const t = useChatWords();
  const items = useMemo(() => itemsTo(state.tree, state.leaf), [state.tree, state.leaf]);
  // By its id: what comes below takes nothing away above.
  const [from, setFrom] = useState(() => idAt(items, items.length - portion));
  const known = items.findIndex((item) => item.id === from);
  const first = known >= 0 ? known : Math.max(0, items.length - portion);
  const isCut = cutAt(state.tree, state.leaf) !== null;
  const offset = isCut && state.numbered ? numberAbove(items, state.numbered) : 0;
  // What comes above changes nothing of it.
  const { scroller, content, isAtEnd, toEnd, toItem } = useFollowing(offset + items.map((item) => item.role).lastIndexOf("user"));
  const keepPlace = usePlace(scroller, first, isCut);
  useSought(thread, state, items, first, (index) => setFrom(idAt(items, index - 5)), toItem);

  return (
    <div className="messages-frame">
      <div ref={scroller} className="messages" tabIndex={-1}>
        <div ref={content} className="messages-content">
          {(first > 0 || isCut) && (
            <EarlierButton
              scroller={scroller}
              first={first}
              isBusy={state.earlier !== "idle"}
              // What is there is drawn first; when it comes to the top of that, more is fetched.
              onMore={() => {
                if (first > 0) {
                  keepPlace();
                  setFrom(idAt(items, first - portion));
                } else void thread.loadEarlier();
              }}
            />
          )}
          {items.slice(first).map((item, index) => (
            <MessageBoundary key={item.id} item={item} isGrowing={state.phase !== null && first + index === items.length - 1}>
              <ItemView
                item={item}
                number={offset + first + index + 1}
                isLast={first + index === items.length - 1}
                thread={thread}
                state={state}
                model={model}
              />
            </MessageBoundary>
          ))}
          <TurnStatus thread={thread} state={state} model={model} />
        </div>
      </div>
      {!isAtEnd && <IconButton icon={ArrowDownIcon} label={t.jumpToLatest} className="jump-button" onClick={toEnd} />}
    </div>
  );
}

/** Brings earlier messages when it comes near the view, and when it is pressed. */
function EarlierButton({ scroller, first, isBusy, onMore }: { scroller: RefObject<HTMLDivElement>; first: number; isBusy: boolean; onMore: () => void }) {
  const t = useChatWords();
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });
  useEffect(() => {
    const place = scroller.current;
    if (!place || !button.current || isBusy) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), { root: place, rootMargin: "400px 0px 0px" });
    observer.observe(button.current);
    return () => observer.disconnect();
    // Anew for every portion: the next one may be in view at once. Never by itself after a failure.
  }, [scroller, isBusy, first]);
  return (
    <Button ref={button} variant="ghost" size="small" onClick={onMore}>
      {t.earlierMessages}
    </Button>
  );
}

/** How many items are above the first of those that are here. */
function numberAbove(items: readonly Item[], { id, number }: Numbered): number {
  const index = items.findIndex((item) => item.messages.some((message) => message.id === id));
  return index < 0 ? 0 : number - 1 - index;
}

interface ItemViewProps {
  item: Item;
  number: number;
  isLast: boolean;
  thread: Thread;
  state: ThreadState;
  model: string;
}

const none: readonly never[] = [];

function ItemView({ item, number, isLast, thread, state, model }: ItemViewProps) {
  const isBusy = state.phase !== null;
  const isReadOnly = state.isTrashed;
  if (item.role === "user") {
    const editing = state.editing?.id === item.id ? state.editing.text : null;
    return (
      <Question item={item} number={number} thread={thread} model={model} isBusy={isBusy} isReadOnly={isReadOnly} editing={editing} isUnsent={state.unsent === item.id} />
    );
  }
  return <Answer item={item} number={number} thread={thread} model={model} isLast={isLast} isBusy={isBusy} isReadOnly={isReadOnly} isGrowing={isBusy && isLast} steps={isBusy && isLast ? state.steps : none} />;
}

/** Shows the message that the reader seeks: draws it if it is not drawn yet, then brings it into view and puts the focus there. */
function useSought(
  thread: Thread,
  { sought, load }: ThreadState,
  items: readonly Item[],
  first: number,
  draw: (index: number) => void,
  toItem: (id: string) => void,
): void {
  const latest = useRef({ draw, toItem });
  useEffect(() => {
    latest.current = { draw, toItem };
  });
  useEffect(() => {
    if (sought === null || load !== "ready") return;
    const index = items.findIndex((item) => item.messages.some((message) => message.id === sought));
    if (index >= 0 && index < first) return latest.current.draw(index);
    const item = items[index];
    // One that is not here is on its way; when there is none, the thread says so.
    if (!item) return;
    latest.current.toItem(item.id);
    thread.seek(null);
  }, [thread, sought, load, items, first]);
}

function idAt(items: readonly Item[], index: number): string | null {
  return items[Math.max(0, index)]?.id ?? null;
}

/** Keeps what the reader looks at where it is while messages are put above it; returns what is to be called before. */
function usePlace(scroller: RefObject<HTMLDivElement>, first: number, isCut: boolean): () => void {
  const below = useRef<number | null>(null);
  useLayoutEffect(() => {
    const place = scroller.current;
    if (!place || below.current === null) return;
    place.scrollTo({ top: place.scrollHeight - below.current });
    below.current = null;
    // With the last of them the button goes that had the focus.
    if (first === 0 && !isCut) place.focus({ preventScroll: true });
  }, [scroller, first, isCut]);
  return () => {
    if (scroller.current) below.current = scroller.current.scrollHeight - scroller.current.scrollTop;
  };
}

/** Keeps the end in view while the reader is there; a new question always goes to the end. */
function useFollowing(lastQuestion: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [isAtEnd, setAtEnd] = useState(true);

  useLayoutEffect(() => {
    follows.current = true;
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [lastQuestion]);

  useEffect(() => {
    const place = scroller.current;
    if (!place || !content.current) return;
    let before = place.scrollTop;
    const look = () => {
      const isNear = place.scrollHeight - place.scrollTop - place.clientHeight <= nearEnd;
      // Text that grows below moves the end away; only a reader moves the view up.
      if (isNear) follows.current = true;
      else if (place.scrollTop < before - 1) follows.current = false;
      before = place.scrollTop;
      setAtEnd(isNear || follows.current);
    };
    const observer = new ResizeObserver(() => {
      if (follows.current) place.scrollTo({ top: place.scrollHeight });
      else look();
    });
    observer.observe(content.current);
    observer.observe(place);
    place.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      place.removeEventListener("scroll", look);
    };
  }, []);

  const toEnd = () => {
    follows.current = true;
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  };
  const toItem = (id: string) => {
    const element = content.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`);
    if (!element) return;
    follows.current = false;
    element.scrollIntoView({ block: "start" });
    element.classList.remove("sought");
    // Messages out of view have heights that are guessed: what lay between is measured only now. And whatever takes the focus when a
    // conversation is opened has it by now.
    requestAnimationFrame(() => {
      element.scrollIntoView({ block: "start" });
      element.focus({ preventScroll: true });
      element.classList.add("sought");
    });
  };
  return { scroller, content, isAtEnd, toEnd, toItem };
}
