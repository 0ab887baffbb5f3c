/** Packages as the admin calls of `/api` have them. Times are Unix seconds. */

export const windows = ["hour", "day", "week", "month"] as const;
export type Window = typeof windows[number];

export interface Limit {
  window: Window;
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
