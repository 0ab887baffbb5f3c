import { useEffect, useState } from "react";
import { type ApiError } from "../../shared/api";
import { explain, useCommon } from "../../shared/locales/common";
import { useChatWords } from "../text";
import { names } from "../../shared/names";
import { IconButton } from "../../shared/ui/Button";
import { ClockIcon, CloseIcon, WarningIcon } from "../../shared/ui/icons";
import type { Thread } from "../thread/thread";
import type { ThreadState } from "../thread/threadState";
import { QuotaWords } from "./QuotaWords";

/** Why the message was not taken: a card above the composer, which keeps the message. */
export function RefusalCard({ thread, state, hasText }: { thread: Thread; state: ThreadState; hasText: boolean }) {
  const common = useCommon();
  const t = useChatWords();
  const { refusal } = state;
  if (!refusal || refusal.status === 401) return null;
  const isQuota = refusal.code === "quota_exceeded";
  const isRest = refusal.code === "accounts_out";
  return (
    <div className={names("refusal", (isQuota || isRest) && "refusal-quota")} role="alert">
      {isQuota || isRest ? <ClockIcon size={22} /> : <WarningIcon size={22} />}
      <div className="refusal-text">
        {isQuota ? <QuotaWords error={refusal} /> : isRest ? <RestWords error={refusal} /> : <Words error={refusal} />}
        {(isQuota || isRest) && hasText && <p className="refusal-soft">{t.messageKept}</p>}
      </div>
      <IconButton icon={CloseIcon} iconSize={18} label={common.dismiss} onClick={() => thread.note({ refusal: null })} />
    </div>
  );
}

function Words({ error }: { error: ApiError }) {
  const t = useChatWords();
  const byStatus: Record<number, string> = { 0: "network", 404: "not_found", 413: "too_large", 502: "unavailable", 503: "unavailable", 504: "unavailable" };
  const words = t.refusals[error.code] ?? t.refusals[byStatus[error.status] ?? ""] ?? explain(error);
  return <p>{words}</p>;
}

/** The accounts rest after failures. The wait is said once and not counted down: a screen reader would read every second. */
function RestWords({ error }: { error: ApiError }) {
  const t = useChatWords();
  const seconds = error.retryAfter;
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (seconds === null) return undefined;
    const timer = setTimeout(() => setOver(true), seconds * 1_000);
    return () => clearTimeout(timer);
  }, [seconds]);
  const wait = seconds === null ? t.tryAgainSoon : t.tryAgainIn(seconds < 120 ? t.inSeconds(seconds) : t.inMinutes(Math.ceil(seconds / 60)));
  return (
    <>
      <p className="refusal-title">{t.accountsRest}</p>
      <p>{isOver ? t.sendAgainNow : wait}</p>
    </>
  );
}
