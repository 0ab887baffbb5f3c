import { createContext, useContext } from "react";
import { api } from "../shared/api";
import type { Member } from "./members/types";
import { Role } from "../shared/roles";

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

/** May `self` change `member`? Administrators change themselves and members, the owner everybody. */
export function mayChange(self: Self | null, member: Member): boolean {
  return self !== null && (self.role >= Role.root || member.role < Role.admin || member.id === self.id);
}

export function loadSelf(): Promise<Self> {
  return api<Self>("GET", "/api/user/self", undefined, { allowsStrangers: true });
}
