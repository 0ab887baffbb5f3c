import type { ReactNode } from "react";
import { names } from "../names";

export type Tone = "plain" | "good" | "warn" | "bad";

/** A short state in a coloured pill; the words alone carry the meaning. */
export function Chip({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={names("chip", `chip-${tone}`)}>{children}</span>;
}
