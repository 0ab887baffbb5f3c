/** Money in words: prices are in USD, what requests cost in units, of which `unitsPerDollar` are one. */
import { locale } from "./i18n";
import { unitsInDollars } from "./units";

/** "$2.50", "$0.000002": as many digits as say something. */
export function dollarWords(dollars: number): string {
  const isSmall = dollars > 0 && dollars < 0.01;
  const digits = isSmall ? { maximumSignificantDigits: 4 } : { minimumFractionDigits: 2, maximumFractionDigits: 4 };
  return new Intl.NumberFormat(locale(), { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol", ...digits }).format(dollars);
}

/** What so many units are in USD. */
export function unitWords(units: number): string {
  return dollarWords(unitsInDollars(units));
}

/** A ratio as somebody would type it, without what a computer adds at its end. */
export function formatRatio(ratio: number): string {
  return new Intl.NumberFormat(locale(), { maximumSignificantDigits: 6 }).format(ratio);
}
