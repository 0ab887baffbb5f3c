import { backend } from "../../shared/api";

export interface Model {
  slug: string;
  title: string;
  description?: string;
}

export function fetchModels(): Promise<{ models: Model[]; default_model_slug?: string | null }> {
  return backend("GET", "/backend-api/models");
}
