import { type ReactNode, useEffect, useId, useRef } from "react";
import { useModule } from "../../shared/lazyModule";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { Banner } from "../../shared/ui/Banner";
import { MissingPart } from "../../shared/ui/MissingPart";
import type { Loaded } from "../../shared/useLoad";
import { useUsageWords } from "../../shared/usage/text";
import { errorText } from "../text";
import { Link } from "../ui/Link";
import { chartModule } from "./chartModule";
import { isEmpty, type Plot } from "./plots";
import { useStatisticsText } from "./text";
import { useColours } from "./useColours";
import { axisWords, valueWords } from "./values";

interface Shown {
  title: string;
  plot: Plot;
  /** The head of the first column. */
  label: string;
  isTable: boolean;
  /** Where the row at a place leads; undefined where nowhere. */
  href: (place: number) => string | undefined;
  /** Requests came, whether or not they have anything to show here. */
  hasRequests?: boolean;
}

/** A chart with the table behind it; it loads, fails and is tried again alone. */
export function Figure<Value>({ title, loaded, children }: {
  title: string;
  loaded: Loaded<Value>;
  children: (value: Value) => ReactNode;
}) {
  const t = useStatisticsText().statistics;
  const common = useCommon();
  const id = useId();
  const { value, error, refresh } = loaded;
  const retry = <Button size="small" aria-label={`${common.retry}: ${title}`} onClick={refresh}>{common.retry}</Button>;
  return (
    <section className="panel figure" aria-labelledby={id} aria-busy={loaded.isLoading}>
      <h2 id={id}>{title}</h2>
      {Boolean(error) && <Banner tone="warn" role="status" action={retry}>{`${value ? t.stale : t.loadFailed} ${errorText(error)}`}</Banner>}
      {!value && !error && <span className="skeleton figure-skeleton" />}
      {value && children(value)}
    </section>
  );
}

/** The chart, or its numbers; a screen reader has the numbers in both cases. */
export function PlotView(shown: Shown) {
  const t = useStatisticsText().statistics;
  if (isEmpty(shown.plot)) return <p className="soft">{shown.hasRequests ? t.none : t.empty}</p>;
  return (
    <>
      {!shown.isTable && <Chart {...shown} />}
      <Numbers {...shown} />
    </>
  );
}

function Chart({ plot }: Shown) {
  const t = useUsageWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { loaded, hasFailed, retry } = useModule(chartModule);
  const { colour, font, theme } = useColours();
  useEffect(() => {
    if (!loaded || !canvas.current) return undefined;
    const words = (value: number) => valueWords(plot.measure, value, t);
    return loaded.draw(canvas.current, { plot, words, short: (value) => axisWords(plot.measure, value, t), colour, font });
  }, [loaded, plot, t, colour, font, theme]);
  if (hasFailed) return <MissingPart retry={retry} />;
  return (
    <div className={plot.kind === "shares" ? "chart chart-shares" : "chart"} aria-hidden="true">
      <canvas ref={canvas} />
      {!loaded && <span className="skeleton figure-skeleton" />}
    </div>
  );
}

function Numbers({ title, plot, label, isTable, href }: Shown) {
  const t = useUsageWords();
  const words = (value: number | null | undefined) => (value === null || value === undefined ? "–" : valueWords(plot.measure, value, t));
  const rows = plot.labels.map(({ whole: name }, place) => (
    <tr key={place}>
      <th scope="row">{isTable ? <RowName name={name} href={href(place)} /> : name}</th>
      {plot.series.map(({ values }, column) => <td key={column} className="align-end">{words(values[place])}</td>)}
    </tr>
  ));
  const table = (
    <table className="table">
      <caption className="visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{label}</th>
          {plot.series.map(({ name }) => <th key={name} scope="col" className="align-end">{name}</th>)}
        </tr>
      </thead>
      <tbody>{rows}</tbody>
    </table>
  );
  return <div className={isTable ? "table-scroll figure-table" : "visually-hidden"}>{table}</div>;
}

function RowName({ name, href }: { name: string; href: string | undefined }) {
  return href ? <Link className="cell-link" dir="auto" href={href}>{name}</Link> : <bdi>{name}</bdi>;
}
