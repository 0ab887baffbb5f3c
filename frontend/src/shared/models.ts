import { backend } from "./api";

export interface Model {
  slug: string;
  title: string;
  /** One line of what it is good for. */
  description?: string;
  /** Its context, in tokens. */
  max_tokens?: number;
  /** How much a message to it counts as. */
  weight?: number;
  /** It is asked for pictures, not for words. */
  makes_pictures?: boolean;
  /** The provider's own tools that it may use. */
  tools?: readonly string[];
  /** Why nobody answers for it now, and until when that is so, in Unix seconds. */
  unavailable?: { reason: string; until: number | null } | null;
}

export function fetchModels(): Promise<{ models: Model[]; default_model_slug?: string | null }> {
  return backend("GET", "/backend-api/models");
}
