import { useEffect, useState } from "react";
import { SearchIcon } from "../../shared/ui/icons";
import { useCommon } from "../../shared/locales/common";
import { changeQuery, useQuery } from "../router";

const pause = 250;

/** Writes what is typed into `?q` after a short pause, and starts again at the first page. */
export function SearchBox({ label }: { label: string }) {
  const common = useCommon();
  const keyword = useQuery().get("q") ?? "";
  const [input, setInput] = useState({ typed: keyword, over: keyword });
  // The address may change without typing: Back, or "clear the search". What is typed then gives way.
  const text = input.over === keyword || input.typed.trim() === keyword ? input.typed : keyword;

  useEffect(() => {
    if (text.trim() === keyword) return undefined;
    const timer = setTimeout(() => search(text), pause);
    return () => clearTimeout(timer);
  }, [text, keyword]);

  function search(typed: string) {
    setInput({ typed, over: typed.trim() });
    changeQuery({ q: typed.trim(), p: undefined }, "replace");
  }

  return (
    <form role="search" className="search-box" onSubmit={(event) => { event.preventDefault(); search(text); }}>
      <SearchIcon size={18} />
      <input
        type="search"
        className="input"
        aria-label={label}
        dir="auto"
        placeholder={common.search}
        value={text}
        onChange={(event) => setInput({ typed: event.target.value, over: keyword })}
      />
    </form>
  );
}
