import { createContext, useContext } from "react";
import { api } from "../shared/api";

/** The administrator at the screen. */
export interface Self {
  id: number;
  username: string;
  display_name: string;
  role: number;
}

export const SelfContext = createContext<Self | null>(null);

export function useSelf(): Self | null {
  return useContext(SelfContext);
}

export function loadSelf(): Promise<Self> {
  return api<Self>("GET", "/api/user/self", undefined, { allowsStrangers: true });
}
