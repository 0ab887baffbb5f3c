import { formatNumber } from "./i18n";

const units = ["B", "KiB", "MiB", "GiB", "TiB"];

/** With as many digits as tell something. */
export function sizeOf(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${formatNumber(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))} ${units[unit]}`;
}
