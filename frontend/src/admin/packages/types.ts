/** Packages as the admin calls of `/api` have them. Times are Unix seconds. */
import type { Counted } from "../../shared/limits/limits";

export interface Limit extends Counted {
  limit: number;
}

export interface Package {
  id: number;
  name: string;
  limits: Limit[];
  member_count: number;
  created_time: number;
}

export interface PackageFields {
  name: string;
  limits: Limit[];
}
