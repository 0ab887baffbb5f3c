/** Two languages as typed objects: `zh: typeof en`, so a missing sentence does not compile. */
import { useSyncExternalStore } from "react";
import { Preference } from "./preference";

export type Language = "en" | "zh";
export type LanguageChoice = "auto" | Language;
export const languageChoices: readonly LanguageChoice[] = ["auto", "zh", "en"];

const preference = new Preference<LanguageChoice>("language", languageChoices, "auto");

/** The language in use, after resolving `auto` by the browser. */
export function language(): Language {
  const choice = preference.get();
  if (choice !== "auto") return choice;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The BCP 47 tag in use, for `Intl`. */
export function locale(): string {
  return language() === "zh" ? "zh-CN" : navigator.language.toLowerCase().startsWith("en") ? navigator.language : "en";
}

export function setLanguage(choice: LanguageChoice): void {
  preference.set(choice);
  startLanguage();
}

/** Writes the language into `<html lang>`; call once before the first render. */
export function startLanguage(): void {
  document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
}

export function useLanguageChoice(): LanguageChoice {
  return useSyncExternalStore(preference.subscribe, preference.get);
}

/** The sentences of one area in the language in use: `const t = useSentences({ en, zh })`. */
export function useSentences<Sentences>(both: { en: Sentences; zh: Sentences }): Sentences {
  useSyncExternalStore(preference.subscribe, preference.get);
  return both[language()];
}

/** As `useSentences`, outside React. */
export function sentences<Sentences>(both: { en: Sentences; zh: Sentences }): Sentences {
  return both[language()];
}

/** A day and a time of Unix seconds in the reader's own time zone. */
export function formatDateTime(seconds: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(seconds * 1000);
}

/** The time alone when it is today, else with its day. */
export function formatMoment(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (date.toDateString() === new Date().toDateString()) {
    return new Intl.DateTimeFormat(locale(), { timeStyle: "short" }).format(date);
  }
  const parts = { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" } as const;
  return new Intl.DateTimeFormat(locale(), parts).format(date);
}

/** The day and the time to the second, where many things happen in a minute. */
export function formatSecond(seconds: number): string {
  const parts = { month: "short", day: "numeric", hour: "numeric", minute: "2-digit", second: "2-digit" } as const;
  return new Intl.DateTimeFormat(locale(), parts).format(seconds * 1000);
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(locale()).format(value);
}
