import { useEffect, useState } from "react";
import { accounts, modelNames, type Problem } from "./api";
import { type Account, AccountType } from "./types";
import { type AccountText, useAccountText } from "./text";
import type { Draft } from "./draft";
import { optionsOf, problemsOfOptions } from "./options";

const pause = 400;

export interface Check {
  /** What the server would hold against the draft, by field. */
  problems: Record<string, string>;
  /** Where questions will go; empty while that is not known of the URL that is typed. */
  address: string;
}

/** What the server says of the draft, asked a moment after the last key; nothing while it cannot be asked. */
export function useCheck(draft: Draft, usualURL: string, account: Account | null): Check {
  const text = useAccountText();
  const isDemo = draft.type === AccountType.demo;
  const name = draft.name.trim();
  const url = isDemo ? "" : draft.baseURL.trim();
  const proxy = isDemo ? "" : draft.proxy.trim();
  // What is wrong at first sight is said when saving.
  const isReadable = !isDemo && Object.values(problemsOfOptions(draft.options, text)).every((problem) => problem === null);
  const options = isReadable ? JSON.stringify(optionsOf(draft.options)) : "";
  const [first = ""] = modelNames(draft.models);
  const { type } = draft;
  const place = JSON.stringify([type, url, usualURL]);
  const asked = JSON.stringify([name, place, proxy, options, first]);
  const [found, setFound] = useState<{ asked: string; place: string; problems: Problem[]; address: string }>(nothing);

  useEffect(() => {
    if (!name && !url && !usualURL && !proxy) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const fields = {
        id: account?.id,
        name: name || undefined,
        type,
        models: first || undefined,
        base_url: url || undefined,
        proxy: proxy || undefined,
        options: options ? JSON.parse(options) : undefined,
      };
      accounts.check(fields, abort.signal).then((answer) => setFound({ asked, place, ...answer }), () => undefined);
    }, pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [account?.id, asked, name, type, first, place, url, usualURL, proxy, options]);

  return {
    problems: found.asked === asked ? said(found.problems, text) : {},
    address: (url || usualURL) && found.place === place ? found.address : "",
  };
}

const nothing = { asked: "", place: "", problems: [], address: "" };

/** The form has its own words for the rest. */
function said(problems: readonly Problem[], { accounts: t }: AccountText): Record<string, string> {
  const words: Record<string, string> = { name_exists: t.nameExists, address_refused: t.addressRefused };
  const sentences = problems.map(({ field, code, message }) => [field, words[code] ?? (field.startsWith("options.") ? message : "")]);
  return Object.fromEntries(sentences.filter(([, sentence]) => sentence !== ""));
}
