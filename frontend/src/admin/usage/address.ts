/** The filter of the record of requests as it stands in the panel's address. */
import type { UsageFilter } from "../../shared/usage/usage";
import { number } from "../router";

export function filterIn(query: URLSearchParams): UsageFilter {
  const text = (name: string) => query.get(name) ?? "";
  return {
    username: text("member"),
    channel: number(query, "channel"),
    model: text("model"),
    key: text("key"),
    status: text("status"),
    from: text("from"),
    to: text("to"),
  };
}

/** What changes in the address with a change of the filter; empty takes a part away. */
export function addressOf({ username, ...rest }: Partial<UsageFilter>): Record<string, string | number | undefined> {
  return username === undefined ? rest : { ...rest, member: username };
}
