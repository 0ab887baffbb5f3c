/** The whole number that was typed; 0 when blank, null when it is something else. */
export function wholeNumber(typed: string, least = -1_000_000, most = 1_000_000): number | null {
  const text = typed.trim();
  if (text === "") return 0;
  if (!/^-?\d{1,15}$/.test(text)) return null;
  const value = Number(text);
  return value >= least && value <= most ? value : null;
}
