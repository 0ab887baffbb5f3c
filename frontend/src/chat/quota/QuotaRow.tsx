import { formatMoment, formatNumber } from "../../shared/i18n";
import { kindOf, unitOf } from "../../shared/limits/limits";
import { countedFor, onlyModels, windowName } from "../../shared/limits/names";
import { useLimitWords } from "../../shared/limits/text";
import { names } from "../../shared/names";
import { plain, Sentence } from "../../shared/ui/Sentence";
import { useChatWords } from "../text";
import { isBusy, isCapped, type QuotaWindow } from "./quota";
import { toneOf } from "./tone";

/** One limit in the card: how long, how much of it is used, for whom and of what, and when it frees. */
export function QuotaRow({ window }: { window: QuotaWindow }) {
  const t = useChatWords();
  const words = useLimitWords();
  const name = windowName(words, t.windows, window);
  const whom = countedFor({ scopes: t.quotaScopes, named: t.quotaNamed }, window);
  const about = [whom, words.units[unitOf(window)], onlyModels(words, window)].filter(Boolean).join(" · ");
  const moment = window.resets_at ? formatMoment(window.resets_at) : null;
  const used = formatNumber(window.used);
  const isOut = isCapped(window) && window.remaining <= 0;
  return (
    <div className={names("quota-row", toneOf(window))}>
      <div className="quota-row-head">
        <span>{name}</span>
        <span>{window.limit === 0 ? t.quotaBlocked : isCapped(window) ? t.quotaRow(used, formatNumber(window.limit)) : t.quotaRowUncapped(used)}</span>
      </div>
      {isCapped(window) && (
        <progress value={Math.min(window.used, window.limit)} max={Math.max(1, window.limit)} aria-label={`${name}, ${plain(whom)}`} />
      )}
      <p><Sentence text={about} /></p>
      {moment && <p>{kindOf(window) === "rolling" ? t.freesAt(moment, unitOf(window)) : t.resetsAt(moment)}</p>}
      {isOut && isBusy(window) && <p className="quota-busy">{t.othersBusy}</p>}
    </div>
  );
}
