/** Light, dark or as the system says: a class on `<html>`, which the server also writes from the cookie `theme`. */
import { useSyncExternalStore } from "react";
import { Preference } from "./preference";

export type Theme = "auto" | "light" | "dark";
export const themes: readonly Theme[] = ["auto", "light", "dark"];

const preference = new Preference<Theme>("theme", themes, "auto");

/** Applies the remembered theme; call once before the first render. */
export function startTheme(): void {
  apply(preference.get());
}

export function setTheme(theme: Theme): void {
  preference.set(theme);
  apply(theme);
}

export function useTheme(): Theme {
  return useSyncExternalStore(preference.subscribe, preference.get);
}

function apply(theme: Theme): void {
  const { classList } = document.documentElement;
  classList.toggle("light", theme === "light");
  classList.toggle("dark", theme === "dark");
}
