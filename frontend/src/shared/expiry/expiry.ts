/** When something ends, as it is chosen in a form. */
const day = 86_400;

export interface Expiry {
  /** "never", "date", or days from now on. */
  expiry: string;
  /** As `datetime-local` has it. */
  date: string;
}

/** The choice that stands for a moment in Unix seconds, or for never. */
export function expiryAt(seconds: number | null): Expiry {
  return seconds === null ? { expiry: "never", date: "" } : { expiry: "date", date: localMoment(seconds) };
}

/** Unix seconds, null for never; NaN while no date is chosen. */
export function expiryOf({ expiry, date }: Expiry, now: number): number | null {
  if (expiry === "never") return null;
  if (expiry === "date") return Math.floor(new Date(date).getTime() / 1000);
  return now + Number(expiry) * day;
}

/** Neither never nor later than now: also where no date is chosen. */
export function isPast(seconds: number | null, now: number): boolean {
  return seconds !== null && !(seconds > now);
}

/** A moment in the reader's time zone, as `datetime-local` has it. */
function localMoment(seconds: number): string {
  const date = new Date(seconds * 1000);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
