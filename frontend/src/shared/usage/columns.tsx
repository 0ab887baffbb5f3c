/** What the tables of requests have in common. */
import { formatDateTime, formatMoment, formatNumber } from "../i18n";
import type { UsageWords } from "./en";
import { Chip } from "../ui/Chip";
import type { Column } from "../ui/Table";
import type { UsageRow } from "./usage";
import { durationWords, keyWords, stopWords, tokenWords, tones } from "./words";

/** A name that is cut where it is too long. */
export function Cut({ text }: { text: string }) {
  return <span className="usage-cut" dir="auto" title={text}>{text}</span>;
}

/** The moment of a request, which opens all that is known of it. */
export function momentColumn(t: UsageWords, open: (row: UsageRow) => void): Column<UsageRow> {
  return {
    key: "when",
    header: t.when,
    cell: (row) => (
      <button type="button" className="text-button usage-opener" onClick={() => open(row)}>
        <span className="visually-hidden">{t.details}: </span>
        <time dateTime={new Date(row.created_at * 1000).toISOString()} title={formatDateTime(row.created_at)}>{formatMoment(row.created_at)}</time>
      </button>
    ),
  };
}

/** Which model was asked, and by what; on a phone also by whom, where everybody's requests are listed. */
export function modelColumn(t: UsageWords, namesMember = false): Column<UsageRow> {
  return {
    key: "model",
    header: `${t.model} · ${t.key}`,
    cell: (row) => (
      <span className="usage-cell">
        <Cut text={row.model_name} />
        {namesMember && <small className="usage-narrow"><Cut text={row.username} /></small>}
        <small><Cut text={keyWords(row, t)} /></small>
      </span>
    ),
  };
}

export function resultColumn(t: UsageWords): Column<UsageRow> {
  return { key: "result", header: t.status, cell: (row) => <span className="usage-cell"><Result row={row} t={t} /></span> };
}

export function numberColumns(t: UsageWords): Column<UsageRow>[] {
  return [
    {
      key: "duration",
      header: t.duration,
      align: "end",
      wideOnly: true,
      cell: (row) => (
        <span className="usage-cell nowrap">
          {durationWords(row.duration_ms, t)}
          {row.first_token_ms !== null && <small>{t.firstAfter(durationWords(row.first_token_ms, t))}</small>}
        </span>
      ),
    },
    {
      key: "in",
      header: t.tokensIn,
      align: "end",
      wideOnly: true,
      cell: (row) => (
        <span className="usage-cell nowrap">
          {tokenWords(row.prompt_tokens, row)}
          {row.cached_tokens > 0 && <small>{t.ofThemCached(formatNumber(row.cached_tokens))}</small>}
        </span>
      ),
    },
    { key: "out", header: t.tokensOut, align: "end", wideOnly: true, cell: (row) => tokenWords(row.completion_tokens, row) },
    { key: "units", header: t.units, align: "end", wideOnly: true, cell: (row) => formatNumber(row.units) },
  ];
}

/** How it ended, why, and how often it was tried. */
function Result({ row, t }: { row: UsageRow; t: UsageWords }) {
  const why = stopWords(row, t);
  return (
    <>
      <Chip tone={tones[row.status] ?? "plain"}>{t.statuses[row.status] ?? row.status}</Chip>
      {why && <small dir="auto">{why}</small>}
      {row.attempts.length > 1 && <small>{t.attemptCount(row.attempts.length)}</small>}
    </>
  );
}
