import { useState } from "react";
import { formatDateTime } from "../../shared/i18n";
import { useUsageWords } from "../../shared/usage/text";
import { accountWords, durationWords, outcomeWords, tones } from "../../shared/usage/words";
import { Button } from "../../shared/ui/Button";
import { Chip } from "../../shared/ui/Chip";
import { PlayIcon } from "../../shared/ui/icons";
import { type Column, Table } from "../../shared/ui/Table";
import { formatClockIn, siteZone } from "../../shared/zone";
import { usageAddress } from "../usage/address";
import { CellText } from "../ui/CellText";
import { Link } from "../ui/Link";
import { type LiveCall, type LiveState, nameOf, statusOf, useLive } from "./live";
import { type OverviewText, useOverviewText } from "./text";
import type { UsageWords } from "../../shared/usage/en";

/** What is asked right now, and how it ends. */
export function LiveCalls() {
  const t = useOverviewText().live;
  const usage = useUsageWords();
  const [isPaused, setPaused] = useState(false);
  const { calls, state } = useLive(!isPaused);
  const running = calls?.filter((call) => statusOf(call) === "running").length ?? 0;
  return (
    <section className="panel live" aria-labelledby="live-calls">
      <div className="live-head">
        <h2 id="live-calls">{t.title}</h2>
        <span className="soft" role="status">{isPaused ? t.paused : stateWords(state, t)}</span>
        <Button size="small" icon={isPaused ? PlayIcon : undefined} aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          {isPaused ? t.goOn : t.pause}
        </Button>
      </div>
      {/* Nothing here is announced: rows change many times a second. */}
      <Table
        caption={t.caption(calls?.length ?? 0, running)} columns={columns(t, usage)} rows={calls ?? []} rowKey={nameOf}
        isLoading={calls === null && state === "connecting"} empty={<p className="soft">{state === "refused" ? t.refused : t.empty}</p>}
      />
    </section>
  );
}

function stateWords(state: LiveState, t: OverviewText["live"]): string {
  return { connecting: t.connecting, live: t.live, broken: t.broken, crowded: t.crowded, refused: "" }[state];
}

function columns(t: OverviewText["live"], usage: UsageWords): Column<LiveCall>[] {
  const zone = siteZone();
  return [
    {
      key: "when",
      header: usage.when,
      cell: (call) => {
        const when = (
          <time dateTime={new Date(call.at * 1000).toISOString()} title={formatDateTime(call.at)}>{formatClockIn(zone, call.at)}</time>
        );
        return call.request_id ? <Link className="cell-link" href={usageAddress({ request: call.request_id })}>{when}</Link> : when;
      },
    },
    {
      key: "member",
      header: `${usage.member} · ${usage.model}`,
      cell: (call) => (
        <span className="cell-name">
          <CellText text={call.username || `#${call.user_id}`} isStrong />
          <small><CellText text={call.model} /></small>
        </span>
      ),
    },
    {
      key: "account",
      header: `${usage.account} · ${t.endpoint}`,
      cell: (call) => (
        <span className="cell-name">
          <CellText text={accountWords(call)} />
          <small><CellText text={call.endpoint} /></small>
        </span>
      ),
      wideOnly: true,
    },
    {
      key: "state",
      header: usage.status,
      cell: (call) => {
        const status = statusOf(call);
        return (
          <span className="cell-name">
            <Chip tone={tones[status]}>{usage.statuses[status]}</Chip>
            {call.failure && <small dir="auto">{outcomeWords(call.failure, usage)}</small>}
            {call.duration_ms !== null && <small className="live-narrow">{durationWords(call.duration_ms, usage)}</small>}
          </span>
        );
      },
    },
    { key: "first", header: usage.firstToken, align: "end", wideOnly: true, cell: (call) => durationWords(call.first_token_ms, usage) },
    { key: "duration", header: usage.duration, align: "end", wideOnly: true, cell: (call) => durationWords(call.duration_ms, usage) },
  ];
}
