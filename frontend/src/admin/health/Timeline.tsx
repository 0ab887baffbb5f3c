import { ApiError } from "../../shared/api";
import { formatDateTime, formatMoment, formatSecond } from "../../shared/i18n";
import { explain, useCommon } from "../../shared/locales/common";
import { Banner } from "../../shared/ui/Banner";
import { Button } from "../../shared/ui/Button";
import { Chip } from "../../shared/ui/Chip";
import { Dialog } from "../../shared/ui/Dialog";
import { EmptyState } from "../../shared/ui/EmptyState";
import { ClockIcon, WarningIcon } from "../../shared/ui/icons";
import { isolated } from "../../shared/ui/Sentence";
import { Spinner } from "../../shared/ui/Spinner";
import { type CursorList, useCursor } from "../../shared/useCursor";
import { health, type HealthEvent } from "./api";
import { useHealthText } from "./text";
import { eventReason, eventState, stateWords, toneOf } from "./words";

/** How the health of an account changed, newest first. */
export function Timeline({ account, onClose }: { account: { id: number; name: string }; onClose: () => void }) {
  const t = useHealthText().health;
  const list = useCursor<HealthEvent>(String(account.id), (cursor, signal) => health.history(account.id, cursor, signal));
  return (
    <Dialog title={t.historyTitle(isolated(account.name))} wide onClose={onClose}>
      <Events list={list} />
    </Dialog>
  );
}

function Events({ list }: { list: CursorList<HealthEvent> }) {
  const t = useHealthText().health;
  const common = useCommon();
  const retry = <Button size="small" onClick={list.retry}>{common.retry}</Button>;
  const why = list.error instanceof ApiError ? explain(list.error) : common.somethingWrong;
  if (!list.items) {
    return list.error ? <EmptyState icon={WarningIcon} title={t.historyFailed} action={retry}>{why}</EmptyState> : <Spinner label={common.loading} />;
  }
  if (list.items.length === 0) return <EmptyState icon={ClockIcon} title={t.historyEmpty}>{t.historyHint}</EmptyState>;
  return (
    <>
      {/* What scrolls can be reached with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section aria-label={t.history} tabIndex={0}>
        <ol className="timeline">
          {list.items.map((event, place) => <Event key={place} event={event} />)}
        </ol>
      </section>
      {Boolean(list.error) && <Banner tone="warn" role="alert" action={retry}>{`${t.historyFailed} ${why}`}</Banner>}
      <div className="cursor-foot">
        <span className="soft" role="status">{t.historyShown(list.items.length)}</span>
        {list.hasMore && <Button size="small" busy={list.isLoading} onClick={list.more}>{t.historyMore}</Button>}
      </div>
    </>
  );
}

function Event({ event }: { event: HealthEvent }) {
  const t = useHealthText().health;
  const state = eventState(event);
  const reason = eventReason(event);
  return (
    <li>
      <time dateTime={new Date(event.at * 1000).toISOString()} title={formatDateTime(event.at)}>{formatSecond(event.at)}</time>
      <div className="timeline-words">
        <span className="timeline-state">
          <Chip tone={toneOf(state)}>{stateWords(state, t)}</Chip>
          {event.until !== null && <small>{t.until(formatMoment(event.until))}</small>}
        </span>
        {event.model !== null && <small dir="auto">{t.model(event.model)}</small>}
        {reason && <small dir="auto">{reason}</small>}
      </div>
    </li>
  );
}
