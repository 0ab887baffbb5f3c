/** Units of money, as the server counts it. */
const unitsPerDollar = 500_000;

export function unitsInDollars(units: number): number {
  return units / unitsPerDollar;
}

/** Of an amount of USD as it is typed; null for what is none, or has more digits than units tell apart. */
export function unitsIn(typed: string): number | null {
  const text = typed.trim();
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(text)) return null;
  return Math.round(Number(text) * unitsPerDollar);
}
