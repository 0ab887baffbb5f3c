import { formatNumber } from "../../shared/i18n";
import { useChatWords } from "../text";
import { names } from "../../shared/names";
import { tightest, usedShare } from "./quota";
import { useSession } from "../session/session";
import { useStore } from "../session/store";

/** One quiet line once four fifths of a limit are used, amber near its end. */
export function QuotaLine() {
  const t = useChatWords();
  const windows = useStore(useSession().quota);
  const worst = tightest(windows.filter((window) => usedShare(window) >= 0.8 && window.remaining > 0));
  if (!worst) return null;
  const name = t.windows[worst.window] ?? t.windowOther(worst.window);
  return (
    <p className={names("quota-line", usedShare(worst) >= 0.95 && "quota-line-amber")}>
      {t.quotaWarning(formatNumber(worst.remaining), name)}
    </p>
  );
}
