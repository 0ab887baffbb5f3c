import "../ui/together";
import { useMemo, useState } from "react";
import { Button } from "../../shared/ui/Button";
import { Banner } from "../../shared/ui/Banner";
import { Checkbox, Select, TextField } from "../../shared/ui/Field";
import { RefreshIcon } from "../../shared/ui/icons";
import { stats, type Trend, type Unit } from "../../shared/stats/stats";
import { type Loaded, useLoad } from "../../shared/useLoad";
import { dayIn, formatIn, midnightIn, siteZone } from "../../shared/zone";
import { changeQuery, useQuery } from "../router";
import { PageHead } from "../ui/PageHead";
import { usageAddress } from "../usage/address";
import { Figure, PlotView } from "./Figure";
import { costPlot, firstTokenPlot, type Label, modelsPlot, type Plot, requestsPlot, tokensPlot } from "./plots";
import { RankingPanel } from "./Ranking";
import { bucketEnd, type Range, rangeIn, rangeNames } from "./range";
import { type StatisticsText, useStatisticsText } from "./text";

/** What was asked over time, and by whom, with what and at which account. */
export function Page() {
  const { shell, statistics: t } = useStatisticsText();
  const query = useQuery();
  const zone = siteZone();
  // The moment that the time is counted back from; a refresh takes a new one.
  const [now, setNow] = useState(() => Date.now() / 1000);
  const range = rangeIn(query, now, zone);
  const isTable = query.has("table");

  return (
    <>
      <PageHead title={shell.statistics} intro={t.intro(zone)}>
        <Button icon={RefreshIcon} onClick={() => setNow(Date.now() / 1000)}>{t.refresh}</Button>
      </PageHead>
      <div className="statistics-controls">
        <RangeFields range={range} t={t} />
        <Checkbox label={t.showTables} checked={isTable} onChange={(event) => changeQuery({ table: event.target.checked ? 1 : undefined }, "replace")} />
      </div>
      {range ? <Found key={range.name} range={range} round={now} isTable={isTable} /> : <Banner tone="warn" role="alert">{t.wrongRange}</Banner>}
    </>
  );
}

function RangeFields({ range, t }: { range: Range | null; t: StatisticsText["statistics"] }) {
  const query = useQuery();
  const name = range?.name ?? "own";
  const units = (range?.units ?? ["day"]).map((unit) => ({ value: unit, label: t.units[unit] }));
  const day = (which: "from" | "to") => (
    <TextField
      type="date" label={t[which]} value={query.get(which) ?? ""}
      onChange={(event) => changeQuery({ [which]: event.target.value }, "replace")}
    />
  );
  return (
    <>
      <Select
        label={t.range} value={name} options={rangeNames.map((value) => ({ value, label: t.ranges[value] }))}
        onChange={(value) => changeQuery({ range: value, ...(value === "own" ? { from: range?.from, to: range?.to } : { from: undefined, to: undefined }) })}
      />
      {name === "own" && day("from")}
      {name === "own" && day("to")}
      <Select
        label={t.unit} value={range?.unit ?? "day"} options={units} disabled={units.length === 1}
        onChange={(unit) => changeQuery({ unit }, "replace")}
      />
    </>
  );
}

function Found({ range, round, isTable }: { range: Range; round: number; isTable: boolean }) {
  const t = useStatisticsText().statistics;
  const key = `${round} ${range.start} ${range.end}`;
  const trend = useLoad(`${key} ${range.unit}`, (signal) => stats.trend(range.unit, range, signal));
  const models = useLoad(key, (signal) => stats.ranking("model", range, signal));
  const modelPlot = useMemo(() => models.value && modelsPlot(models.value, t), [models.value, t]);
  const model = (place: number) => {
    const name = models.value?.items[place]?.name;
    return name && modelPlot?.labels[place]?.whole === name ? usageAddress({ model: name, since: range.start, until: range.end }) : undefined;
  };
  return (
    <>
      <TrendFigure title={t.requestsTitle} trend={trend} range={range} isTable={isTable} plotOf={requestsPlot} />
      <div className="figures">
        <TrendFigure title={t.tokensTitle} trend={trend} range={range} isTable={isTable} plotOf={tokensPlot} />
        <TrendFigure title={t.costTitle} trend={trend} range={range} isTable={isTable} plotOf={costPlot} />
        <TrendFigure title={t.firstTokenTitle} trend={trend} range={range} isTable={isTable} plotOf={firstTokenPlot} />
        <Figure title={t.modelsTitle} loaded={models}>
          {() => modelPlot && <PlotView title={t.modelsTitle} plot={modelPlot} label={t.model} isTable={isTable} href={model} />}
        </Figure>
      </div>
      <RankingPanel range={range} round={round} />
    </>
  );
}

/** At the axis an hour is its time alone, and the first of a day its day. */
function timeLabel(at: number, unit: Unit, zone: string): Label {
  const day = formatIn(zone, at, "day");
  if (unit === "day") return { whole: day, short: day };
  const isFirst = midnightIn(zone, dayIn(zone, at)) === at;
  return { whole: formatIn(zone, at, "minute"), short: isFirst ? day : formatIn(zone, at, "time") };
}

/** One course over time; all of them come in one answer. */
function TrendFigure({ title, trend, range, isTable, plotOf }: {
  title: string;
  trend: Loaded<Trend>;
  range: Range;
  isTable: boolean;
  plotOf: (items: Trend["items"], labels: Label[], t: StatisticsText["statistics"]) => Plot;
}) {
  const t = useStatisticsText().statistics;
  const { value } = trend;
  const plot = useMemo(() => {
    const zone = siteZone();
    const labels = value?.items.map(({ at }) => timeLabel(at, value.unit, zone)) ?? [];
    return plotOf(value?.items ?? [], labels, t);
  }, [value, plotOf, t]);
  const hasRequests = value?.items.some(({ requests }) => requests > 0) ?? false;
  const href = (place: number) => {
    const at = value?.items[place]?.at;
    return at === undefined ? undefined : usageAddress({ since: Math.max(at, range.start), until: bucketEnd(range, at, siteZone()) });
  };
  return (
    <Figure title={title} loaded={trend}>
      {() => <PlotView title={title} plot={plot} label={t.time} isTable={isTable} href={href} hasRequests={hasRequests} />}
    </Figure>
  );
}
