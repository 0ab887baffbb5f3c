// One part of the page: apart they would be a file more.
export { Gauge } from "./Gauge";
export { SummaryNote } from "./SummaryNote";
