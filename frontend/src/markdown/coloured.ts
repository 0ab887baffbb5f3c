import { bundleAt } from "../shared/lazyModule";

/** Set by the build: where the separate bundle lies. */
declare const HIGHLIGHT_ADDRESS: string;

/** A piece of code: plain, or others in a colour. */
export type Coloured = string | { classes: string; inside: Coloured[] };

export type Highlight = typeof import("./highlight");

export const highlightModule = bundleAt<Highlight>(HIGHLIGHT_ADDRESS);
