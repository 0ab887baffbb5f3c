/** The filter of the record of requests as it stands in the panel's address. */
import type { UsageFilter } from "../../shared/usage/usage";
import { number } from "../router";

/** The results that sums of requests count as failed, to filter by. */
export const failures = "failed,interrupted";

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
    group: text("group"),
    keyId: query.get("token") === "0" ? 0 : number(query, "token"),
    request: text("request"),
    since: number(query, "since"),
    until: number(query, "until"),
  };
}

/** What changes in the address with a change of the filter; empty takes a part away. */
export function addressOf({ username, keyId, ...rest }: Partial<UsageFilter>): Record<string, string | number | undefined> {
  return {
    ...rest,
    ...(username === undefined ? {} : { member: username }),
    // What is left out of a change stays as it was, and what is undefined in it goes.
    ...(keyId === undefined ? {} : { token: keyId }),
  };
}

/** Takes the whole filter out of the address. */
export function withoutFilter(): Record<string, undefined> {
  const names = ["member", "channel", "model", "key", "status", "from", "to", "group", "token", "request", "since", "until"];
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/** Where the requests are listed that a figure counts. */
export function usageAddress(filter: Partial<UsageFilter>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(addressOf(filter))) {
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  return `/admin/usage?${query}`;
}
