/** What a package is attached to, in words. */
import { isolated } from "../../shared/ui/Sentence";
import type { PackageText } from "./text";
import type { Attached, Package } from "./types";

export function attachedOf(item: Package): Attached {
  return item.attached ?? { members: item.member_count, groups: [], accounts: 0, keys: 0, everyone: false };
}

/** One entry for each kind; none when nothing has the package. Names are set apart, for `Sentence`. */
export function holders(item: Package, text: PackageText): string[] {
  const t = text.packages.holders;
  const { members, groups, accounts, keys, everyone } = attachedOf(item);
  return [
    everyone ? t.everyone : "",
    members > 0 ? t.members(members) : "",
    groups.length > 0 ? t.groups(groups.map(isolated)) : "",
    accounts > 0 ? t.accounts(accounts) : "",
    keys > 0 ? t.keys(keys) : "",
  ].filter(Boolean);
}
