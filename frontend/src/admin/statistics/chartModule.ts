import { bundleAt } from "../../shared/lazyModule";

/** Set by the build: where the separate bundle lies. */
declare const CHART_ADDRESS: string;

export const chartModule = bundleAt<typeof import("./chart")>(CHART_ADDRESS);
