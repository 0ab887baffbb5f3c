import { useEffect, useState } from "react";
import { accounts } from "../data/accounts";
import { type Account, AccountType } from "../data/types";
import { useText } from "../text";
import type { Draft } from "./draft";

const pause = 400;

/** What the server would hold against the draft, by field, asked a moment after the last key; nothing while it cannot be asked. */
export function useCheck(draft: Draft, account: Account | null): Record<string, string> {
  const t = useText().accounts;
  const isDemo = draft.type === AccountType.demo;
  const name = draft.name.trim();
  const url = isDemo ? "" : draft.baseURL.trim();
  const proxy = isDemo ? "" : draft.proxy.trim();
  const asked = JSON.stringify([name, url, proxy]);
  const [found, setFound] = useState<{ asked: string; codes: Record<string, string> }>({ asked: "", codes: {} });

  useEffect(() => {
    if (!name && !url && !proxy) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const fields = { name: name || undefined, base_url: url || undefined, proxy: proxy || undefined, id: account?.id };
      accounts.check(fields, abort.signal).then(
        (problems) => setFound({ asked, codes: Object.fromEntries(problems.map((problem) => [problem.field, problem.code])) }),
        () => undefined,
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [account?.id, asked, name, url, proxy]);

  const words: Record<string, string> = { name_exists: t.nameExists, address_refused: t.addressRefused };
  const said: Record<string, string> = {};
  for (const [field, code] of found.asked === asked ? Object.entries(found.codes) : []) {
    const sentence = words[code];
    if (sentence) said[field] = sentence;
  }
  return said;
}
