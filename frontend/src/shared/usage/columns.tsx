/** What the tables of requests have in common. */
import { formatDateTime, formatMoment, formatNumber } from "../i18n";
import type { UsageWords } from "../locales/usage.en";
import { Chip } from "../ui/Chip";
import type { Column } from "../ui/Table";
import type { UsageRow } from "./usage";
import { durationWords, keyWords, stopWords, tones } from "./words";

export function Moment({ seconds }: { seconds: number }) {
  return <time className="usage-when" dateTime={new Date(seconds * 1000).toISOString()} title={formatDateTime(seconds)}>{formatMoment(seconds)}</time>;
}

/** A name that is cut where it is too long. */
export function Cut({ text }: { text: string }) {
  return <span className="usage-cut" dir="auto" title={text}>{text}</span>;
}

/** Which model was asked, and by what; on a phone both are in one cell. */
export function modelColumns(t: UsageWords): Column<UsageRow>[] {
  return [
    {
      key: "model",
      header: t.model,
      cell: (row) => <span className="usage-model"><Cut text={row.model_name} /><small><Cut text={keyWords(row, t)} /></small></span>,
    },
    { key: "key", header: t.key, cell: (row) => <Cut text={keyWords(row, t)} />, wideOnly: true },
  ];
}

export function numberColumns(t: UsageWords): Column<UsageRow>[] {
  const count = (key: string, header: string, of: (row: UsageRow) => number): Column<UsageRow> => ({
    key, header, align: "end", wideOnly: true, cell: (row) => formatNumber(of(row)),
  });
  return [
    { key: "first", header: t.firstToken, align: "end", wideOnly: true, cell: (row) => <span className="nowrap">{durationWords(row.first_token_ms, t)}</span> },
    { key: "duration", header: t.duration, align: "end", wideOnly: true, cell: (row) => <span className="nowrap">{durationWords(row.duration_ms, t)}</span> },
    count("in", t.tokensIn, (row) => row.prompt_tokens),
    count("out", t.tokensOut, (row) => row.completion_tokens),
    count("cached", t.tokensCached, (row) => row.cached_tokens),
    count("units", t.units, (row) => row.units),
  ];
}

/** How it ended, and why. */
export function Result({ row, t }: { row: UsageRow; t: UsageWords }) {
  const why = stopWords(row, t);
  return (
    <>
      <Chip tone={tones[row.status] ?? "plain"}>{t.statuses[row.status] ?? row.status}</Chip>
      {why && <small dir="auto">{why}</small>}
    </>
  );
}
