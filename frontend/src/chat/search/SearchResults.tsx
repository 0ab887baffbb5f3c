import "../together";
import { type MouseEvent, useEffect, useMemo, useRef, useState } from "react";
import { formatDateTime } from "../../shared/i18n";
import { explain, useCommon } from "../../shared/locales/common";
import { names } from "../../shared/names";
import { Button } from "../../shared/ui/Button";
import { isolated, Sentence } from "../../shared/ui/Sentence";
import { shownTitle } from "../list/title";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";
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
  const [search] = useState(() => new Search());
  const state = useStore(search);
  const isIdle = query.trim() === "";
  const recent = useRecent();
  const hits = isIdle ? recent : state.hits;
  const { at, choose } = useChoice(hits);

  useEffect(() => search.type(query), [search, query]);
  useEffect(() => () => search.stop(), [search]);
  useEffect(() => onActive(hits.length > 0 ? optionId(at) : null), [at, hits, onActive]);

  function open(hit: Hit | undefined) {
    if (hit) onGo(hit.conversation_id, hit.payload.message_id);
  }

  useEffect(() => {
    listen((key) => {
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[key];
      if (to !== undefined) choose(to);
      // What is found of former words is not what the reader means.
      else if (key === "Enter" && (isIdle || state.query === query.trim())) open(hits[at]);
      else return key === "Enter";
      return true;
    });
    return () => listen(null);
  });

  return (
    <>
      <List hits={hits} at={at} isStale={state.load === "searching"} isRecent={isIdle} onChoose={choose} onOpen={open} />
      {!isIdle && <Foot search={search} state={state} query={query.trim()} />}
      <p className="search-hint">
        <Sentence text={t.searchHint} />
      </p>
    </>
  );
}

/** The chats of late, as if they had been found. */
function useRecent(): readonly Hit[] {
  const { lists } = useSession();
  const { items } = useStore(lists.plain);
  return useMemo(
    () =>
      items.slice(0, mostRecent).map((item): Hit => {
        const payload = { kind: "title" as const, message_id: null, snippet: item.title };
        return { conversation_id: item.id, title: item.title, is_archived: item.is_archived, payload };
      }),
    [items],
  );
}

/** Which hit is chosen: among others the first one, and more at the end change nothing. */
function useChoice(hits: readonly Hit[]) {
  const first = hits[0];
  const [chosen, setChosen] = useState<{ place: number; first: Hit | undefined }>({ place: 0, first: undefined });
  const at = chosen.first === first ? Math.max(0, Math.min(chosen.place, hits.length - 1)) : 0;
  return { at, choose: (place: number) => setChosen({ place: Math.max(0, Math.min(hits.length - 1, place)), first }) };
}

interface ListProps {
  hits: readonly Hit[];
  at: number;
  isStale: boolean;
  isRecent: boolean;
  onChoose: (place: number) => void;
  onOpen: (hit: Hit) => void;
}

function List({ hits, at, isStale, isRecent, onChoose, onOpen }: ListProps) {
  const t = useSearchWords();
  const words = useChatWords();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Browsers may answer a promise, which is no way to end an effect.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at, hits]);

  function press(event: MouseEvent, hit: Hit) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(hit);
  }

  return (
    <div ref={list} id="search-results" className={names("search-results", isStale && "search-stale")} role="listbox" aria-label={t.searchResults}>
      {isRecent && hits.length > 0 && (
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
          onPress={(event) => press(event, hit)}
          onPoint={() => onChoose(place)}
        />
      ))}
    </div>
  );
}

function optionId(place: number): string {
  return `search-hit-${place}`;
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
