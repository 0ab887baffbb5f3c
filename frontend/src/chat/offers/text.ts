import "../together";
import { formatMoment, sentences, useSentences } from "../../shared/i18n";
import type { Model } from "../../shared/models";
import type { QuotaWindow } from "../quota/quota";
import { en, type OfferWords } from "./en";
import { type Offer, offerOf } from "./offers";
import { zh } from "./zh";

const both = { en, zh };

export function useOfferWords(): OfferWords {
  return useSentences(both);
}

/** In the reader's language and time zone. */
export function offerHere(model: Model, windows: readonly QuotaWindow[]): Offer {
  return offerOf(model, windows, sentences(both), formatMoment);
}
