import { LazyModule } from "../../shared/lazyModule";

/** What attaching files takes: it comes with the first one. */
export const attaching = new LazyModule(() => import("../attaching/attaching"));
