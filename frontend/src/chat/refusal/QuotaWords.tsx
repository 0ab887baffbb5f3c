import { useEffect, useState } from "react";
import { type ApiError } from "../../shared/api";
import { formatMoment, formatNumber } from "../../shared/i18n";
import { type Counted, isUsual, kindOf, lengthOf, scopeOf, unitOf } from "../../shared/limits/limits";
import { onlyModels } from "../../shared/limits/names";
import { useLimitWords } from "../../shared/limits/text";
import { Sentence } from "../../shared/ui/Sentence";
import { isBusy } from "../quota/quota";
import { type ChatWords, useChatWords } from "../text";

/** Which limit is reached, how much of it is used, and when the next message can go. */
export function QuotaWords({ error }: { error: ApiError }) {
  const t = useChatWords();
  const words = useLimitWords();
  const now = useNow();
  const { limit, used, resets_at: resets } = error.detail;
  const counted = countedIn(error.detail);
  const resetsAt = typeof resets === "number" ? resets : error.retryAfter ? now + error.retryAfter : null;
  const minutes = resetsAt === null ? 0 : Math.ceil((resetsAt - now) / 60);
  const only = onlyModels(words, counted);
  return (
    <>
      <p className="refusal-title">{titleOf(counted, t)}</p>
      <p>
        {typeof limit === "number" && limit > 0 && typeof used === "number"
          && t.limitNumbers(formatNumber(used), words.amount(unitOf(counted), limit))}
        {only && <Sentence text={t.limitOnly(only)} />}
        {resetsAt === null
          ? t.limitBlocked
          : resetsAt <= now
            ? t.sendAgainNow
            : t.nextMessageAt(formatMoment(resetsAt), t.inMinutes(minutes))}
      </p>
    </>
  );
}

function titleOf(counted: Counted, t: ChatWords): string {
  const scope = scopeOf(counted);
  if (isBusy(counted)) return t.othersBusy;
  if (scope !== "member") return t.limitReachedFor[scope] ?? t.limitReachedOther;
  const length = lengthOf(counted.window);
  if (length) return t.limitReachedEvery(length);
  const { window } = counted;
  const isCommon = isUsual(window) && kindOf(counted) === kindOf({ window });
  return (isCommon && t.limitReached[window]) || t.limitReachedOther;
}

/** What the detail of a refusal says about the limit; what it does not say has the usual value. */
function countedIn({ scope, window, kind, unit, models }: Record<string, unknown>): Counted {
  const isText = (value: unknown): value is string => typeof value === "string";
  return {
    window: isText(window) ? window : "",
    ...(isText(scope) && { scope }),
    ...(isText(kind) && { kind }),
    ...(isText(unit) && { unit }),
    ...(Array.isArray(models) && { models: models.filter(isText) }),
  };
}

/** Unix seconds, renewed every ten. */
function useNow(): number {
  const [now, setNow] = useState(() => Math.floor(Date.now() / 1000));
  useEffect(() => {
    const timer = setInterval(() => setNow(Math.floor(Date.now() / 1000)), 10_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
