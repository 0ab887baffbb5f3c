/** Draws a plot on a canvas: a bundle of its own, with what is used of Chart.js. */
import {
  BarController, BarElement, CategoryScale, Chart, type ChartConfiguration, type ChartDataset, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip,
} from "chart.js";
import type { Plot, Series } from "./plots";

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip);

export interface Drawing {
  plot: Plot;
  /** A value in words: whole in a tip, short at an axis. */
  words: (value: number) => string;
  short: (value: number) => string;
  /** A colour of the theme by its name. */
  colour: (name: string) => string;
  font: string;
}

/** Draws it; returns what takes it away again. */
export function draw(canvas: HTMLCanvasElement, drawing: Drawing): () => void {
  const chart = new Chart(canvas, configuration(drawing));
  return () => chart.destroy();
}

function configuration({ plot, words, short, colour, font }: Drawing): ChartConfiguration<"bar" | "line"> {
  const isLines = plot.kind === "lines";
  const isOnSide = plot.kind === "shares";
  const ticks = { color: colour("text-soft"), font: { family: font, size: 12 } };
  const legend = isLines ? { usePointStyle: true, pointStyle: "line", boxWidth: 32 } : { boxWidth: 22 };
  const numbers = {
    beginAtZero: true, stacked: !isLines, border: { display: false }, grid: { color: colour("border") },
    ticks: { ...ticks, maxTicksLimit: 6, callback: (value: number | string) => short(Number(value)) },
  };
  const name = (_: number | string, place: number) => plot.labels[place]?.short ?? "";
  const names = { stacked: !isLines, grid: { display: false }, ticks: { ...ticks, maxRotation: 0, autoSkip: !isOnSide, autoSkipPadding: 12, callback: name } };
  return {
    type: isLines ? "line" : "bar",
    data: { labels: plot.labels.map(({ whole }) => whole), datasets: plot.series.map((series) => dataset(series, isLines, colour)) },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      indexAxis: isOnSide ? "y" : "x",
      interaction: { mode: "index", intersect: false, axis: isOnSide ? "y" : "x" },
      scales: isOnSide ? { x: numbers, y: names } : { x: names, y: numbers },
      plugins: {
        legend: { display: plot.series.length > 1, position: "bottom", labels: { ...legend, color: colour("text"), font: ticks.font } },
        tooltip: {
          bodyFont: { family: font }, titleFont: { family: font },
          callbacks: { label: ({ dataset: { label }, raw }) => `${label ?? ""}: ${raw === null ? "–" : words(Number(raw))}` },
        },
      },
    },
  };
}

function dataset({ name, values, colour: colourName, look }: Series, isLine: boolean, colour: (name: string) => string): ChartDataset<"bar" | "line"> {
  const own = colour(colourName);
  const common = { label: name, data: values, borderColor: own };
  if (!isLine) {
    return { ...common, backgroundColor: look === "hatched" ? hatched(own, colour("surface")) : own, borderWidth: 1, maxBarThickness: 32 };
  }
  return {
    ...common, type: "line", backgroundColor: own, borderWidth: 2, borderDash: look === "dashed" ? [6, 4] : [], pointRadius: values.length > 60 ? 0 : 2,
    // What was not measured leaves a gap.
    spanGaps: false,
  };
}

/** Stripes of the colour, which are told from an even area without seeing colours. */
function hatched(colour: string, ground: string): CanvasPattern | string {
  const tile = document.createElement("canvas");
  [tile.width, tile.height] = [8, 8];
  const context = tile.getContext("2d");
  if (!context) return colour;
  context.fillStyle = ground;
  context.fillRect(0, 0, 8, 8);
  context.strokeStyle = colour;
  context.lineWidth = 3;
  for (const shift of [-8, 0, 8]) {
    context.beginPath();
    context.moveTo(shift - 2, 10);
    context.lineTo(shift + 10, -2);
    context.stroke();
  }
  return context.createPattern(tile, "repeat") ?? colour;
}
