import { locale } from "../../shared/i18n";
import type { ChatWords } from "../text";
import type { Summary } from "./api";

export interface Group {
  label: string;
  items: Summary[];
}

/** Conversations under Today, Yesterday, 7 days, 30 days, then a month each; they come newest first. */
export function byDate(items: readonly Summary[], words: ChatWords, now = new Date()): Group[] {
  const groups: Group[] = [];
  for (const item of items) {
    const label = labelOf(new Date(item.update_time), words, now);
    const last = groups[groups.length - 1];
    if (last?.label === label) last.items.push(item);
    else groups.push({ label, items: [item] });
  }
  return groups;
}

function labelOf(date: Date, words: ChatWords, now: Date): string {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const days = Math.ceil((midnight - date.getTime()) / 86_400_000);
  if (Number.isNaN(days) || days <= 0) return words.groupToday;
  if (days === 1) return words.groupYesterday;
  if (days <= 7) return words.groupWeek;
  if (days <= 30) return words.groupMonth;
  return new Intl.DateTimeFormat(locale(), { year: "numeric", month: "long" }).format(date);
}
