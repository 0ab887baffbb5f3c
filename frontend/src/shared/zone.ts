/** The site's time zone, in which its days begin, whatever the reader's own is. */
import { locale } from "./i18n";

/** Its name; the reader's own where the page says none, or one that the browser does not know. */
export function siteZone(): string {
  try {
    // Not by `pageData`, which would be one more file for the page of the sign-in.
    const { time_zone: said } = JSON.parse(document.getElementById("page")?.textContent ?? "{}") as { time_zone?: string };
    return new Intl.DateTimeFormat("en", { timeZone: said }).resolvedOptions().timeZone;
  } catch {
    return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}

/** The day at a moment there: `YYYY-MM-DD`. */
export function dayIn(zone: string, seconds: number): string {
  const { year, month, day } = clockIn(zone, seconds);
  return `${String(year).padStart(4, "0")}-${pad(month)}-${pad(day)}`;
}

/** The first second of the day that is `later` days after this one; undefined for what is no day. */
export function midnightIn(zone: string, day: string, later = 0): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (!year || !month || !date) return undefined;
  const wanted = Date.UTC(Number(year), Number(month) - 1, Number(date) + later) / 1000;
  // Clocks that are put forward at midnight never show it: the day begins when they are.
  const [before, after] = [wanted - shiftIn(zone, wanted - wholeDay), wanted - shiftIn(zone, wanted + wholeDay)];
  const found = [after, before].sort((one, other) => one - other).find((at) => at + shiftIn(zone, at) === wanted);
  return found ?? Math.max(before, after);
}

const wholeDay = 24 * 3600;

/** The beginning of the hour by the clocks there, some of which are half an hour off. */
export function hourIn(zone: string, seconds: number): number {
  const whole = Math.floor(seconds);
  const { minute, second } = clockIn(zone, whole);
  return whole - minute * 60 - second;
}

const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const day = { month: "short", day: "numeric" } as const;

/** "29 Nov", "14:00", or both of them to the minute, by the clocks there. */
export function formatIn(zone: string, seconds: number, how: "day" | "time" | "minute"): string {
  const parts = { day, time, minute: { ...day, ...time } }[how];
  return new Intl.DateTimeFormat(locale(), { ...parts, timeZone: zone }).format(seconds * 1000);
}

/** "14:00:05", by the clocks there. */
export function formatClockIn(zone: string, seconds: number): string {
  return new Intl.DateTimeFormat(locale(), { ...time, second: "2-digit", timeZone: zone }).format(seconds * 1000);
}

/** Seconds by which the clocks there are ahead of UTC. */
function shiftIn(zone: string, seconds: number): number {
  const { year, month, day, hour, minute, second } = clockIn(zone, seconds);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - seconds;
}

function clockIn(zone: string, seconds: number) {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  }).formatToParts(seconds * 1000);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return { year: of("year"), month: of("month"), day: of("day"), hour: of("hour"), minute: of("minute"), second: of("second") };
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
