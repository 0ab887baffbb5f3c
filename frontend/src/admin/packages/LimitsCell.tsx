import { formatNumber } from "../../shared/i18n";
import { Chip } from "../../shared/ui/Chip";
import { Sentence } from "../../shared/ui/Sentence";
import { isPlain, sentence } from "./limits";
import { usePackageText } from "./text";
import type { Limit } from "./types";

/** The limits of a package in the table: the usual ones short, any others as sentences. */
export function LimitsCell({ limits }: { limits: readonly Limit[] }) {
  const text = usePackageText();
  if (limits.length === 0) return <span className="faint">{text.common.unlimited}</span>;
  const others = limits.filter((limit) => !isPlain(limit));
  return (
    <div className="limits-cell">
      {others.length < limits.length && (
        <span className="chips">
          {limits.filter(isPlain).map((limit) => (
            <Chip key={limit.window} tone={limit.limit === 0 ? "bad" : "plain"}>
              {text.packages.short[limit.window](formatNumber(limit.limit))}
            </Chip>
          ))}
        </span>
      )}
      {others.length > 0 && (
        <ul>
          {others.map((limit, place) => (
            <li key={place} className={limit.limit === 0 ? "bad-text" : undefined}><Sentence text={sentence(text, limit)} /></li>
          ))}
        </ul>
      )}
    </div>
  );
}
