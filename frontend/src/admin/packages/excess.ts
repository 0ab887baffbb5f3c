/** Who would be over a limit, in words. */
import { scopeOf, unitOf } from "../../shared/limits/limits";
import { isolated } from "../../shared/ui/Sentence";
import { brief, sentence } from "./limits";
import type { PackageText } from "./text";
import type { Excess, Limit } from "./types";

/** Names are set apart, for `Sentence`. */
export function excessWords(text: PackageText, { name, used, limit }: Excess): string {
  const t = text.packages;
  const scope = scopeOf(limit);
  const whom = scope === "global" || name === "" ? t.excessEverybody : t.excessOf[scope](isolated(name));
  return t.excessUsed(whom, unitOf(limit), used, sentence(text, limit));
}

/** Do these limits count and allow the same, in whatever order? */
export function areSame(left: readonly Limit[], right: readonly Limit[]): boolean {
  const keys = (limits: readonly Limit[]) => JSON.stringify(limits.map((limit) => JSON.stringify(brief(limit))).sort());
  return keys(left) === keys(right);
}
