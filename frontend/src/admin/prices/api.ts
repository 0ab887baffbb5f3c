import { apiEnvelope } from "../../shared/api";
import { loadOptions, saveOption } from "../settings/api";
import { changedTables, type PictureKind, pictureOption, type PriceDraft } from "./draft";

/** A model that accounts offer, and what it costs. */
export interface ModelPrice {
  model_name: string;
  /** 1: a price for a call, 0: a price for tokens. */
  quota_type: 0 | 1;
  model_ratio: number;
  completion_ratio: number;
  cache_ratio?: number;
  /** USD. */
  model_price: number;
  /** What is paid for is a second of sound, not a call. */
  price_unit?: "second";
  is_free: boolean;
  /** Its completion ratio follows from its name. */
  is_completion_fixed: boolean;
}

export interface PriceList {
  data: ModelPrice[];
  /** What members of each group pay of a price. */
  group_ratio: Record<string, number>;
}

export async function loadPrices(signal: AbortSignal): Promise<PriceList> {
  const { data, group_ratio: ratios } = await apiEnvelope("GET", "/api/pricing", undefined, { signal });
  return { data: data as ModelPrice[], group_ratio: ratios as Record<string, number> };
}

/** Among the options as they are by now: somebody else may have changed the price of another model. */
export async function savePrice(model: string, draft: PriceDraft): Promise<void> {
  for (const option of changedTables(await loadOptions(), model, draft)) await saveOption(option);
}

/** What pictures cost that tools make. */
export async function savePictures(draft: Record<PictureKind, string>): Promise<void> {
  await saveOption(pictureOption(draft));
}
