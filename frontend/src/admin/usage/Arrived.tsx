import { CloseIcon } from "../../shared/ui/icons";
import type { UsageFilter } from "../../shared/usage/usage";
import { formatIn, siteZone } from "../../shared/zone";
import { changeQuery } from "../router";
import { type LogText, useLogText } from "./text";

/** The filters that come by a link and have no field: each says what it is, and can be taken away. */
export function Arrived({ filter }: { filter: UsageFilter }) {
  const t = useLogText().arrived;
  const parts = arrivedParts(filter, t, (seconds) => formatIn(siteZone(), seconds, "minute"));
  if (parts.length === 0) return null;
  return (
    <ul className="arrived-filters" aria-label={t.label}>
      {parts.map(({ names, words }) => (
        <li key={words}>
          <button
            type="button" className="button button-secondary button-small" aria-label={t.remove(words)}
            onClick={() => changeQuery(Object.fromEntries(names.map((name) => [name, undefined])))}
          >
            <bdi>{words}</bdi>
            <CloseIcon size={16} />
          </button>
        </li>
      ))}
    </ul>
  );
}

interface Part {
  /** In the address. */
  names: readonly string[];
  words: string;
}

export function arrivedParts(filter: UsageFilter, t: LogText["arrived"], moment: (seconds: number) => string): Part[] {
  const { since, until, group, keyId, request } = filter;
  const parts: Part[] = [];
  if (since !== undefined && until !== undefined) parts.push({ names: ["since", "until"], words: t.span(moment(since), moment(until)) });
  else if (since !== undefined) parts.push({ names: ["since"], words: t.since(moment(since)) });
  else if (until !== undefined) parts.push({ names: ["until"], words: t.until(moment(until)) });
  if (group) parts.push({ names: ["group"], words: t.group(group) });
  if (keyId !== undefined) parts.push({ names: ["token"], words: keyId === 0 ? t.withoutKey : t.key(keyId) });
  if (request) parts.push({ names: ["request"], words: t.request(request) });
  return parts;
}
