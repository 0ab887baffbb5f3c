import { IconButton } from "../../shared/ui/Button";
import { ClockIcon } from "../../shared/ui/icons";
import { useChatWords } from "../text";
import type { Thread } from "./thread";
import type { ThreadState } from "./threadState";

/** Makes a chat that is about to begin temporary, or an ordinary one again. */
export function TemporaryToggle({ thread, state }: { thread: Thread; state: ThreadState }) {
  const t = useChatWords();
  if (state.id !== null || state.phase !== null || state.unsent !== null) return null;
  const { isTemporary } = state;
  return <IconButton icon={ClockIcon} label={t.temporaryChat} aria-pressed={isTemporary} onClick={() => thread.note({ isTemporary: !isTemporary })} />;
}
