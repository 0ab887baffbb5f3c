/** The states of accounts as the overview counts them. */
import type { Health } from "../health/api";

/** They come back by themselves. */
export const resting: readonly Health["state"][] = ["cooling", "limited", "draining"];

/** They wait for a person. */
export const needingHand: readonly Health["state"][] = ["needs_login", "needs_attention"];
