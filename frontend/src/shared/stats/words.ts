import { locale } from "../i18n";
import { dollarWords } from "../money";

/** "99.5 %": never rounded up to all, as one failure of thousands is one. */
export function shareWords(share: number | null): string {
  if (share === null) return "–";
  const shown = share < 1 ? Math.min(share, 0.999) : share;
  return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 1 }).format(shown);
}

/** "+12%", "-3%", "+0%". */
export function changeWords(change: number): string {
  return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0, signDisplay: "always" }).format(change);
}

/** "$12.35", and below a dollar as many digits as say something. */
export function spentWords(dollars: number): string {
  if (dollars < 1) return dollarWords(dollars);
  return new Intl.NumberFormat(locale(), { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" }).format(dollars);
}

/** "1.2M": for the axis of a chart, or where there is little room. */
export function shortNumber(value: number): string {
  return new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1 }).format(value);
}
