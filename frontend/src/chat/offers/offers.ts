/** What is said of a model where one is chosen. Without React, so that it can be tested alone. */
import { scopeOf, unitOf } from "../../shared/limits/limits";
import { type QuotaWindow, stopping } from "../quota/quota";
import type { Model } from "../../shared/models";
import type { OfferWords } from "./en";

export interface Offer {
  slug: string;
  label: string;
  /** What it is good for, what it counts as, and why it cannot be chosen; empty where there is nothing to say. */
  note: string;
  isOut: boolean;
}

export function offerOf(model: Model, windows: readonly QuotaWindow[], t: OfferWords, moment: (seconds: number) => string): Offer {
  const { slug, title, description, weight = 1 } = model;
  const reason = outWords(model, windows, t, moment);
  const note = [description, weight === 1 ? "" : t.countsAs(weight), reason].filter(Boolean).join(" · ");
  return { slug, label: title || slug, note, isOut: reason !== null };
}

/** Limits on one account stop nobody whom another account may answer: the server knows, and says so. */
function outWords(model: Model, windows: readonly QuotaWindow[], t: OfferWords, moment: (seconds: number) => string): string | null {
  const { slug, weight = 1, unavailable } = model;
  if (unavailable) return unavailable.until === null ? t.modelBroken : t.modelResting(moment(unavailable.until));
  const spent = stopping(windows, slug).filter((window) => {
    const need = unitOf(window) === "weighted" ? weight : 1;
    return !scopeOf(window).includes("account") && need > 0 && window.remaining < need;
  });
  if (spent.length === 0) return null;
  const ends = spent.map((window) => window.resets_at);
  return ends.includes(null) ? t.modelBlocked : t.modelSpent(moment(Math.max(...ends.map(Number))));
}

/** Those with all the words that are sought, in any order, in their names or what is said of them. */
export function matching(models: readonly Model[], sought: string): Model[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter(({ slug, title, description }) => {
    const text = `${slug} ${title} ${description ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
