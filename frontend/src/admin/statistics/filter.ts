import type { Ranked, Subject } from "../../shared/stats/stats";
import type { UsageFilter } from "../../shared/usage/usage";

/** How the record is narrowed down to the requests of one place; null where it cannot be. */
export function filterOf({ id, name }: Pick<Ranked, "id" | "name">, by: Subject): Partial<UsageFilter> | null {
  switch (by) {
    case "key": return id === null ? null : { keyId: id };
    case "account": return id ? { channel: id } : null;
    case "member": return name ? { username: name } : null;
    case "group": return name ? { group: name } : null;
    case "model": return name ? { model: name } : null;
  }
}
