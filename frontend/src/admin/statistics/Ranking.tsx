import { formatNumber } from "../../shared/i18n";
import { unitsInDollars } from "../../shared/units";
import { type Ranked, stats, type Subject, successShare, type Sums } from "../../shared/stats/stats";
import { shareWords, spentWords } from "../../shared/stats/words";
import { Select } from "../../shared/ui/Field";
import { type Column, Table } from "../../shared/ui/Table";
import type { UsageWords } from "../../shared/usage/en";
import { useUsageWords } from "../../shared/usage/text";
import type { UsageFilter } from "../../shared/usage/usage";
import { durationWords } from "../../shared/usage/words";
import { useLoad } from "../../shared/useLoad";
import { changeQuery, useQuery } from "../router";
import { Link } from "../ui/Link";
import { failures, usageAddress } from "../usage/address";
import { Figure } from "./Figure";
import { filterOf } from "./filter";
import type { Range } from "./range";
import { type StatisticsText, useStatisticsText } from "./text";

const subjects: readonly Subject[] = ["member", "group", "key", "account", "model"];

/** Who or what has the most requests, with sums; `?by` stands in the address. */
export function RankingPanel({ range, round }: { range: Range; round: number }) {
  const t = useStatisticsText().statistics;
  const usage = useUsageWords();
  const query = useQuery();
  const by = subjects.find((each) => each === query.get("by")) ?? "member";
  const ranking = useLoad(`${round} ${range.start} ${range.end} ${by}`, async (signal) => ({ by, ...(await stats.ranking(by, range, signal)) }));
  return (
    <Figure title={t.ranking} loaded={ranking}>
      {(found) => (
        <>
          <Select
            label={t.by} value={by} options={subjects.map((value) => ({ value, label: t.subjects[value] }))}
            onChange={(value) => changeQuery({ by: value }, "replace")}
          />
          <Table
            caption={t.ranking} columns={columns(t, usage, t.subjects[found.by])} rows={rowsOf(found, found.by, range, t)}
            rowKey={(_, place) => place} empty={<p className="soft">{t.empty}</p>}
          />
        </>
      )}
    </Figure>
  );
}

interface Row {
  name: string;
  sums: Sums;
  /** What its requests are found by; null of those that have no name in common. */
  filter: Partial<UsageFilter> | null;
}

function rowsOf(
  { items, others, total }: { items: Ranked[]; others: Sums | null; total: Sums }, by: Subject, { start, end }: Range, t: StatisticsText["statistics"],
): Row[] {
  const span = { since: start, until: end };
  const ranked: Row[] = items.map((item) => {
    const filter = filterOf(item, by);
    return { name: nameOf(item, by, t), sums: item, filter: filter && { ...filter, ...span } };
  });
  if (ranked.length === 0) return [];
  if (others) ranked.push({ name: t.others, sums: others, filter: null });
  return [...ranked, { name: t.total, sums: total, filter: span }];
}

function nameOf({ id, name }: Ranked, by: Subject, t: StatisticsText["statistics"]): string {
  if (by === "key" && id === 0) return t.withoutKey;
  return name || (id ? `#${id}` : t.nameless);
}

function columns(t: StatisticsText["statistics"], usage: UsageWords, subject: string): Column<Row>[] {
  const pair = (median: number | null, slowest: number | null) => `${durationWords(median, usage)} / ${durationWords(slowest, usage)}`;
  const numeric = (key: string, header: string, words: (sums: Sums) => string): Column<Row> => ({
    key, header, align: "end", cell: ({ sums }) => <span className="nowrap">{words(sums)}</span>,
  });
  return [
    { key: "name", header: subject, cell: ({ name, filter }) => <Leading filter={filter}>{name}</Leading> },
    numeric("requests", t.requests, ({ requests }) => formatNumber(requests)),
    {
      key: "failed",
      header: t.failed,
      align: "end",
      cell: ({ sums, filter }) => (
        <Leading filter={sums.failed > 0 && filter ? { ...filter, status: failures } : null}>{formatNumber(sums.failed)}</Leading>
      ),
    },
    numeric("share", t.share, (sums) => shareWords(successShare(sums))),
    numeric("in", t.tokensIn, (sums) => formatNumber(sums.prompt_tokens)),
    numeric("cached", t.tokensCached, (sums) => formatNumber(sums.cached_tokens)),
    numeric("out", t.tokensOut, (sums) => formatNumber(sums.completion_tokens)),
    numeric("cost", t.cost, ({ quota }) => spentWords(unitsInDollars(quota))),
    { ...numeric("first", t.firstToken, (sums) => pair(sums.first_token_ms_p50, sums.first_token_ms_p95)), head: <Paired label={t.firstToken} /> },
    { ...numeric("duration", t.duration, (sums) => pair(sums.duration_ms_p50, sums.duration_ms_p95)), head: <Paired label={t.duration} /> },
  ];
}

function Paired({ label }: { label: string }) {
  return <>{label}<small className="ranking-hint">p50 / p95</small></>;
}

function Leading({ filter, children }: { filter: Partial<UsageFilter> | null; children: string }) {
  return filter ? <Link className="cell-link" href={usageAddress(filter)}><bdi>{children}</bdi></Link> : <bdi>{children}</bdi>;
}
