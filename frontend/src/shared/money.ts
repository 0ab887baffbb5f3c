/** Money in words: prices are in USD, what requests cost in units, of which 500,000 are 1 USD. */
import { locale } from "./i18n";

const unitsPerDollar = 500_000;

/** "$2.50", "$0.000002": as many digits as say something. */
export function dollarWords(dollars: number): string {
  const isSmall = dollars > 0 && dollars < 0.01;
  const digits = isSmall ? { maximumSignificantDigits: 4 } : { minimumFractionDigits: 2, maximumFractionDigits: 4 };
  return new Intl.NumberFormat(locale(), { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol", ...digits }).format(dollars);
}

export function unitsInDollars(units: number): number {
  return units / unitsPerDollar;
}

/** Of an amount of USD as it is typed; null for what is none, or has more digits than units tell apart. */
export function unitsIn(typed: string): number | null {
  const text = typed.trim();
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(text)) return null;
  const units = Math.round(Number(text) * unitsPerDollar);
  return Number.isSafeInteger(units) ? units : null;
}

/** A ratio as somebody would type it, without what a computer adds at its end. */
export function formatRatio(ratio: number): string {
  return new Intl.NumberFormat(locale(), { maximumSignificantDigits: 6 }).format(ratio);
}
