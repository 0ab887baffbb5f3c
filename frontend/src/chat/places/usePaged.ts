import { useCallback, useEffect, useState } from "react";

const pageSize = 50;

interface Found<Item> {
  items: Item[];
  total: number;
}

/** A list that is fetched a page at a time, as long as somebody wants more. `fetch` and `idOf` must stay the same. */
export function usePaged<Item>(fetch: (offset: number, limit: number) => Promise<Found<Item>>, idOf: (item: Item) => string) {
  const [items, setItems] = useState<readonly Item[]>([]);
  const [total, setTotal] = useState(0);
  const [load, setLoad] = useState<"loading" | "idle" | "failed">("loading");

  const take = useCallback((found: Found<Item>) => {
    // What came or went meanwhile moves the others: none stands there twice.
    setItems((known) => [...known, ...found.items.filter((item) => known.every((other) => idOf(other) !== idOf(item)))]);
    setTotal(found.total);
    setLoad("idle");
  }, [idOf]);
  useEffect(() => {
    let isOpen = true;
    fetch(0, pageSize).then((found) => isOpen && take(found), () => isOpen && setLoad("failed"));
    return () => {
      isOpen = false;
    };
  }, [fetch, take]);

  return {
    items,
    total,
    load,
    more: async () => {
      setLoad("loading");
      await fetch(items.length, pageSize).then(take, () => setLoad("failed"));
    },
    drop: (id: string) => {
      setItems((known) => known.filter((item) => idOf(item) !== id));
      setTotal((count) => count - 1);
    },
  };
}
