import { useEffect, useState } from "react";
import { ApiError } from "../../shared/api";
import { useLoad } from "../../shared/useLoad";
import { packages } from "./api";
import { areSame } from "./excess";
import type { Excesses, Limit, Package } from "./types";

const pause = 400;

/** Asks who would be over, a moment after the last change of the limits; an answer to former ones is dropped. */
export function useExcess(item: Package, limits: readonly Limit[]): { found: Excesses | null; isUnknown: boolean } {
  const typed = JSON.stringify(limits);
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), pause);
    return () => clearTimeout(timer);
  }, [typed]);
  const isAsked = !areSame(item.limits, JSON.parse(settled) as Limit[]);
  const loaded = useLoad(isAsked ? settled : "", async (signal) => {
    if (!isAsked) return null;
    return packages.preview(item.id, JSON.parse(settled) as Limit[], signal);
  });
  // What is said belongs to what is typed: while that changes, nothing is.
  const isCurrent = settled === typed && !loaded.isLoading;
  return { found: isCurrent && !loaded.error ? loaded.value : null, isUnknown: isCurrent && Boolean(loaded.error) && !isRefusal(loaded.error) };
}

/** What the server does not take is said when it is saved, at its field. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status === 400;
}
