import { LazyModule, useModule } from "../../shared/lazyModule";
import { pageData } from "../../shared/pageData";
import { useSession } from "../session/session";
import type { Thread } from "../thread/thread";
import type { ThreadState } from "../thread/threadState";

const parts = new LazyModule(() => import("./parts"));
const page = pageData();

interface ExtrasProps {
  thread: Thread;
  state: ThreadState;
  /** Said where a new chat has nothing yet. */
  model?: string;
}

/** The notice of the site, the assistants and what is said of a temporary chat: their code comes where there are some. */
export function Extras(props: ExtrasProps) {
  const { storage } = useSession();
  const { notice, assistants } = page;
  const { loaded } = useModule(parts, Boolean(assistants || props.state.assistant || props.state.isTemporary || (notice && storage.get("notice") !== notice)));
  return loaded ? <loaded.Parts {...props} /> : null;
}
