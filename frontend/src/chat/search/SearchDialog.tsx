import { type ChangeEvent, type KeyboardEvent, useCallback, useRef, useState } from "react";
import { LazyModule, useModule } from "../../shared/lazyModule";
import { useCommon } from "../../shared/locales/common";
import { Dialog } from "../../shared/ui/Dialog";
import { MissingPart } from "../../shared/ui/MissingPart";
import { SearchIcon } from "../../shared/ui/icons";
import { Spinner } from "../../shared/ui/Spinner";
import { isComposing } from "../../shared/typing";
import { useChatWords } from "../text";
import type { TakeKey } from "./SearchResults";

const results = new LazyModule(() => import("./SearchResults"));

interface SearchDialogProps {
  onClose: () => void;
  /** Opens a chat, at a message if there is one. */
  onGo: (conversation: string | null, message: string | null) => void;
}

/** Ctrl/⌘ K: looks through everything that was said. What is typed before the code for the results has come is not lost. */
export function SearchDialog({ onClose, onGo }: SearchDialogProps) {
  const t = useChatWords();
  const common = useCommon();
  const { loaded, hasFailed, retry } = useModule(results);
  const [query, setQuery] = useState("");
  /** The same without the word that an input method has not given up yet. */
  const [wanted, setWanted] = useState("");
  const keys = useRef<TakeKey | null>(null);
  const listen = useCallback((take: TakeKey | null) => {
    keys.current = take;
  }, []);
  const [active, setActive] = useState<string | null>(null);

  function type(event: ChangeEvent<HTMLInputElement>) {
    setQuery(event.target.value);
    const isTentative = event.nativeEvent instanceof InputEvent && event.nativeEvent.isComposing;
    if (!isTentative) setWanted(event.target.value);
  }

  function press(event: KeyboardEvent) {
    if (!isComposing(event) && !event.metaKey && !event.ctrlKey && !event.altKey && keys.current?.(event.key)) event.preventDefault();
  }

  return (
    <Dialog title={t.searchChats} onClose={onClose} variant="search">
      <div className="search-field">
        <SearchIcon size={18} />
        <input
          type="text"
          role="combobox"
          aria-label={t.searchChats}
          aria-expanded="true"
          aria-controls="search-results"
          aria-activedescendant={active ?? undefined}
          aria-autocomplete="list"
          data-autofocus
          dir="auto"
          value={query}
          placeholder={t.searchPlaceholder}
          autoComplete="off"
          spellCheck={false}
          maxLength={256}
          enterKeyHint="search"
          onChange={type}
          onCompositionEnd={(event) => setWanted(event.currentTarget.value)}
          onKeyDown={press}
        />
      </div>
      {loaded ? (
        <loaded.SearchResults query={wanted} listen={listen} onActive={setActive} onGo={onGo} />
      ) : hasFailed ? (
        <MissingPart retry={retry} />
      ) : (
        <Spinner label={common.loading} />
      )}
    </Dialog>
  );
}
