import { scopeOf, unitOf } from "../../shared/limits/limits";
import { windowName } from "../../shared/limits/names";
import { useLimitWords } from "../../shared/limits/text";
import { useChatWords } from "../text";
import { names } from "../../shared/names";
import { stopping, tightest, usedShare } from "./quota";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";

/** One quiet line once four fifths of a limit are used, amber near its end. */
export function QuotaLine({ model }: { model: string }) {
  const t = useChatWords();
  const words = useLimitWords();
  const windows = stopping(useStore(useSession().quota), model);
  const worst = tightest(windows.filter((window) => usedShare(window) >= 0.8 && window.remaining > 0));
  if (!worst) return null;
  const left = words.amount(unitOf(worst), worst.remaining);
  return (
    <p className={names("quota-line", usedShare(worst) >= 0.95 && "quota-line-amber")}>
      {t.quotaWarning(left, windowName(words, t.windows, worst), t.quotaOf[scopeOf(worst)])}
    </p>
  );
}
