import "../together";
import { type MouseEvent, useEffect, useMemo, useRef, useState } from "react";
import { formatDateTime } from "../../shared/i18n";
import { explain, useCommon } from "../../shared/locales/common";
import { names } from "../../shared/names";
import { Button } from "../../shared/ui/Button";
import { isolated, Sentence } from "../../shared/ui/Sentence";
import { shownTitle } from "../list/title";
import { useSession } from "../session/session";
import { useStore } from "../session/store";
import { useSearchWords } from "./text";
import { useChatWords } from "../text";
import type { Hit } from "./api";
import { Search, type SearchState } from "./search";

/** Whether a key was used. */
export type TakeKey = (key: string) => boolean;

interface ResultsProps {
  query: string;
  /** Says what takes the keys of the field. */
  listen: (take: TakeKey | null) => void;
  /** The id of the chosen option. */
  onActive: (id: string | null) => void;
  onGo: (conversation: string, message: string | null) => void;
}

/** How many chats are offered before anything is typed. */
const mostRecent = 8;

/** What was found, a chat's messages together; before that the chats of late. Arrows choose, Enter opens. */
export function SearchResults({ query, listen, onActive, onGo }: ResultsProps) {
  const t = useSearchWords();
  const words = useChatWords();
  const { history } = useSession();
  const { items } = useStore(history);
  const [search] = useState(() => new Search());
  const state = useStore(search);
  const [chosen, setChosen] = useState<{ place: number; first: Hit | undefined }>({ place: 0, first: undefined });
  const list = useRef<HTMLDivElement>(null);
  const isIdle = query.trim() === "";

  useEffect(() => search.type(query), [search, query]);
  useEffect(() => () => search.stop(), [search]);

  const hits = useMemo(
    () => (isIdle ? items.slice(0, mostRecent).map((item): Hit => recent(item.id, item.title, item.is_archived)) : state.hits),
    [isIdle, items, state.hits],
  );
  const first = hits[0];
  // Among others the first one is chosen. More at the end change nothing.
  const at = chosen.first === first ? Math.min(chosen.place, hits.length - 1) : 0;
  const choose = (place: number) => setChosen({ place: Math.max(0, Math.min(hits.length - 1, place)), first });

  function open(hit: Hit | undefined) {
    if (hit) onGo(hit.conversation_id, hit.payload.message_id);
  }

  useEffect(() => {
    onActive(hits.length > 0 ? optionId(at) : null);
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at, hits, onActive]);

  useEffect(() => {
    listen((key) => {
      if (hits.length === 0) return key === "Enter";
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[key];
      if (to !== undefined) choose(to);
      // What is found of former words is not what the reader means.
      else if (key === "Enter" && (isIdle || state.query === query.trim())) open(hits[at]);
      else return false;
      return true;
    });
    return () => listen(null);
  });

  function press(event: MouseEvent, place: number) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open(hits[place]);
  }

  return (
    <>
      <div
        ref={list}
        id="search-results"
        className={names("search-results", state.load === "searching" && "search-stale")}
        role="listbox"
        aria-label={t.searchResults}
      >
        {isIdle && hits.length > 0 && (
          <div className="conversations-group" role="presentation">
            {t.recentChats}
          </div>
        )}
        {hits.map((hit, place) => (
          <Option
            key={`${place} ${hit.payload.message_id}`}
            hit={hit}
            isBelowSame={hits[place - 1]?.conversation_id === hit.conversation_id}
            isChosen={place === at}
            id={optionId(place)}
            title={shownTitle(hit.title, words)}
            onPress={(event) => press(event, place)}
            onPoint={() => choose(place)}
          />
        ))}
      </div>
      {!isIdle && <Foot search={search} state={state} query={query.trim()} />}
      <p className="search-hint">
        <Sentence text={t.searchHint} />
      </p>
    </>
  );
}

function optionId(place: number): string {
  return `search-hit-${place}`;
}

function recent(id: string, title: string, isArchived: boolean): Hit {
  return { conversation_id: id, title, is_archived: isArchived, payload: { kind: "title", message_id: null, snippet: title } };
}

interface OptionProps {
  hit: Hit;
  /** The hit above is of the same chat: its title need not be said again. */
  isBelowSame: boolean;
  isChosen: boolean;
  id: string;
  title: string;
  onPress: (event: MouseEvent) => void;
  onPoint: () => void;
}

function Option({ hit, isBelowSame, isChosen, id, title, onPress, onPoint }: OptionProps) {
  const words = useChatWords();
  const { payload } = hit;
  const isMessage = payload.kind === "message";
  const who = payload.role === "user" ? words.you : words.assistant;
  return (
    // The field has the focus and its keys choose; a click with a modifier opens the chat in a window of its own.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <a id={id} role="option" aria-selected={isChosen} tabIndex={-1} href={`/c/${encodeURIComponent(hit.conversation_id)}`} className="search-hit" onClick={onPress} onMouseMove={onPoint}>
      <span className={names("search-title", isBelowSame && isMessage && "visually-hidden")} dir="auto">
        {title}
        {hit.is_archived && <span className="search-note">{words.archived}</span>}
      </span>
      {isMessage && (
        <span className="search-snippet" dir="auto">
          <Marked text={payload.snippet} marks={payload.marks ?? []} />
        </span>
      )}
      {isMessage && (
        <span className="search-note">
          {who} · {formatDateTime(payload.create_time ?? 0)}
        </span>
      )}
    </a>
  );
}

function Marked({ text, marks }: { text: string; marks: readonly (readonly [number, number])[] }) {
  const parts: JSX.Element[] = [];
  let end = 0;
  for (const [from, to] of marks) {
    parts.push(<span key={`${from} before`}>{text.slice(end, from)}</span>, <mark key={from}>{text.slice(from, to)}</mark>);
    end = to;
  }
  return (
    <>
      {parts}
      {text.slice(end)}
    </>
  );
}

/** How far the search has come, and what can be done. */
function Foot({ search, state, query }: { search: Search; state: SearchState; query: string }) {
  const t = useSearchWords();
  const common = useCommon();
  const { load, hits, refusal, hasOlder } = state;
  const isSearching = load === "searching" || state.query !== query;
  const words = refusal
    ? explain(refusal).replace(/^query\s*[:：]\s*/, "")
    : isSearching
      ? hits.length > 0 ? t.searchingOlder : t.searching
      : load === "failed"
        ? t.searchFailed
        : hits.length === 0
          ? hasOlder ? t.nothingYet : t.nothingFound(isolated(query))
          : t.hits(hits.length);
  return (
    <div className="search-foot">
      <p role="status" className={names(refusal && "form-error")}>
        <Sentence text={words} />
      </p>
      {load === "failed" && !isSearching && (
        <Button size="small" onClick={() => search.retry()}>
          {common.retry}
        </Button>
      )}
      {load === "idle" && hasOlder && !isSearching && (
        <Button size="small" onClick={() => search.older()}>
          {t.searchOlder}
        </Button>
      )}
    </div>
  );
}
