import { LazyModule } from "../../shared/lazyModule";

/** Few answers have work of tools to show. */
export const workCode = new LazyModule(() => import("./Work"));
