/** Bindings as the admin calls of `/api` have them. Times are Unix seconds. */

export type Mode = "dedicated" | "shared";

export interface Binding {
  id: number;
  user_id: number;
  username: string;
  channel_id: number;
  channel_name: string;
  mode: Mode;
  priority: number;
  place: number | null;
  created_time: number;
}

export interface BindingFields {
  user_id: number;
  channel_id: number;
  mode: Mode;
  priority: number;
}
