import { fetchModels, type Model } from "../../shared/models";
import { type Loaded, useLoad } from "../../shared/useLoad";
import type { PlaygroundState } from "./playground";

type Models = { models: Model[]; default_model_slug?: string | null };

/** The models of the accounts that are bound to the administrator. */
export function useModels(): Loaded<Models> {
  return useLoad("models", fetchModels);
}

/** The name that is asked for: the one that is typed, else the chosen one, else the usual one; empty for none. */
export function modelOf({ named, chosen }: Pick<PlaygroundState, "named" | "chosen">, found: Models | null): string {
  if (named !== null) return named.trim();
  const slugs = found?.models.map((model) => model.slug) ?? [];
  if (chosen !== null && slugs.includes(chosen)) return chosen;
  const usual = found?.default_model_slug;
  return usual && slugs.includes(usual) ? usual : slugs[0] ?? "";
}
