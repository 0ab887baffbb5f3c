import { formatDateTime, locale } from "../../shared/i18n";
import { text } from "../text";

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** "3 hours ago", with the exact moment as its tooltip. */
export function When({ seconds }: { seconds: number }) {
  return (
    <time dateTime={new Date(seconds * 1000).toISOString()} title={formatDateTime(seconds)} className="when">
      {relative(seconds)}
    </time>
  );
}

export function relative(seconds: number): string {
  const distance = seconds - Date.now() / 1000;
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  const unit = units.find(([, length]) => Math.abs(distance) >= length);
  return unit ? format.format(Math.trunc(distance / unit[1]), unit[0]) : text().common.justNow;
}
