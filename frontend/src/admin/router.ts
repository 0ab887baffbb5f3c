/** The address bar as the panel's state: which page, which list page, which filter, which member is open. */
import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
window.addEventListener("popstate", () => listeners.forEach((listener) => listener()));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Goes to a page of the panel without loading it anew. */
export function navigate(to: string, how: "push" | "replace" = "push"): void {
  if (how === "push") history.pushState(null, "", to);
  else history.replaceState(null, "", to);
  listeners.forEach((listener) => listener());
}

/** The path without a slash at its end. */
export function pathOf(): string {
  return location.pathname.replace(/\/+$/, "") || "/";
}

export function usePath(): string {
  return useSyncExternalStore(subscribe, pathOf);
}

export function useQuery(): URLSearchParams {
  return new URLSearchParams(useSyncExternalStore(subscribe, () => location.search));
}

/** Changes parts of the query; undefined removes one. */
export function changeQuery(changes: Record<string, string | number | undefined>, how: "push" | "replace" = "push"): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === "") query.delete(name);
    else query.set(name, String(value));
  }
  const tail = query.toString();
  navigate(location.pathname + (tail ? `?${tail}` : ""), how);
}

/** A whole number of the query from 1 on, else `fallback`. */
export function number(query: URLSearchParams, name: string): number | undefined {
  const value = Number(query.get(name));
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
