/** What is drawn, and stands in the table behind it: both are made of the same numbers. */
import { unitsInDollars } from "../../shared/units";
import type { Bucket, Ranking } from "../../shared/stats/stats";
import type { StatisticsText } from "./text";

/** Colours by name: `tokens.css` has them in both themes. */
export type Colour = "accent" | "danger" | "link" | "warning-fill" | "text-soft";

export interface Series {
  name: string;
  values: (number | null)[];
  colour: Colour;
  /** Told apart without colours, too. */
  look: "plain" | "hatched" | "dashed";
}

export interface Plot {
  /** `shares` lie on their side, one bar a label. */
  kind: "bars" | "lines" | "shares";
  /** What its values are: numbers, US dollars, or milliseconds. */
  measure: "number" | "dollars" | "time";
  labels: Label[];
  series: Series[];
}

/** In the table and in tips, and at the axis, where there is little room. */
export interface Label {
  whole: string;
  short: string;
}

type Words = StatisticsText["statistics"];

/** What was neither a success nor a failure runs, or was stopped before its first word. */
export function requestsPlot(items: readonly Bucket[], labels: Label[], t: Words): Plot {
  const open = items.map(({ requests, succeeded, failed }) => requests - succeeded - failed);
  return {
    kind: "bars",
    measure: "number",
    labels,
    series: [
      { name: t.succeeded, values: items.map(({ succeeded }) => succeeded), colour: "accent", look: "plain" },
      { name: t.failed, values: items.map(({ failed }) => failed), colour: "danger", look: "hatched" },
      { name: t.neither, values: open, colour: "text-soft", look: "plain" },
    ],
  };
}

export function tokensPlot(items: readonly Bucket[], labels: Label[], t: Words): Plot {
  return {
    kind: "bars",
    measure: "number",
    labels,
    series: [
      { name: t.tokensIn, values: items.map((each) => each.prompt_tokens), colour: "link", look: "plain" },
      { name: t.tokensOut, values: items.map((each) => each.completion_tokens), colour: "warning-fill", look: "hatched" },
    ],
  };
}

export function costPlot(items: readonly Bucket[], labels: Label[], t: Words): Plot {
  const values = items.map(({ quota }) => unitsInDollars(quota));
  return { kind: "bars", measure: "dollars", labels, series: [{ name: t.cost, values, colour: "accent", look: "plain" }] };
}

export function firstTokenPlot(items: readonly Bucket[], labels: Label[], t: Words): Plot {
  return {
    kind: "lines",
    measure: "time",
    labels,
    series: [
      { name: t.median, values: items.map((each) => each.first_token_ms_p50), colour: "link", look: "plain" },
      { name: t.slowest, values: items.map((each) => each.first_token_ms_p95), colour: "warning-fill", look: "dashed" },
    ],
  };
}

const mostShares = 8;

/** The models that are asked most, and all others as one. */
export function modelsPlot({ total, items }: Ranking, t: Words): Plot {
  const shown = items.slice(0, mostShares);
  const rest = total.requests - shown.reduce((sum, { requests }) => sum + requests, 0);
  const labels = shown.map(({ name }) => labelOf(name || t.nameless));
  const values = shown.map(({ requests }) => requests);
  if (rest > 0) {
    labels.push(labelOf(t.others));
    values.push(rest);
  }
  return { kind: "shares", measure: "number", labels, series: [{ name: t.requests, values, colour: "accent", look: "plain" }] };
}

const longestLabel = 20;

function labelOf(name: string): Label {
  return { whole: name, short: name.length > longestLabel ? `${name.slice(0, longestLabel - 1)}…` : name };
}

/** Is there anything to see? */
export function isEmpty({ series }: Plot): boolean {
  return series.every(({ values }) => values.every((value) => !value));
}
