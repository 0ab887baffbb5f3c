import { useCallback, useState } from "react";
import { locale } from "../../shared/i18n";
import { useNow } from "./now";
import { useOverviewText } from "./text";
import { useEvery } from "./useEvery";

/** How old the figures are, counted on while the page can be seen. */
export function Freshness() {
  const t = useOverviewText().overview;
  const { value } = useNow("at");
  const [now, setNow] = useState(Date.now);
  useEvery(1000, useCallback(() => setNow(Date.now()), []));
  if (!value) return null;
  return <span className="soft freshness">{t.refreshed(ageWords(Math.max(0, now - value.cameAt)))}</span>;
}

/** "12 s ago", "3 min ago". */
function ageWords(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const format = new Intl.RelativeTimeFormat(locale(), { style: "narrow", numeric: "always" });
  return seconds < 60 ? format.format(-seconds, "second") : format.format(-Math.floor(seconds / 60), "minute");
}
