import { formatDateTime } from "../../shared/i18n";
import { IconButton } from "../../shared/ui/Button";
import { ClockIcon } from "../../shared/ui/icons";
import { useChatWords } from "../text";
import type { Thread } from "./thread";
import type { ThreadState } from "./threadState";

/** Seconds that a temporary chat stays after its last message, as the server has it. */
const kept = 86_400;

/** Makes a chat that is about to begin temporary, or an ordinary one again. */
export function TemporaryToggle({ thread, state }: { thread: Thread; state: ThreadState }) {
  const t = useChatWords();
  if (state.id !== null || state.phase !== null || state.unsent !== null) return null;
  const { isTemporary } = state;
  return <IconButton icon={ClockIcon} label={t.temporaryChat} aria-pressed={isTemporary} onClick={() => thread.note({ isTemporary: !isTemporary })} />;
}

/** Says of a temporary chat that it is one, and when it goes. */
export function TemporaryBanner({ state: { isTemporary, askedAt, expiresAt } }: { state: ThreadState }) {
  const t = useChatWords();
  if (!isTemporary) return null;
  const at = askedAt ? askedAt / 1000 + kept : expiresAt;
  return (
    <p className="temporary" role="status">
      <ClockIcon size={16} />
      <span><strong>{t.temporaryChat}</strong> {at ? t.temporaryUntil(formatDateTime(at)) : t.temporaryText}</span>
    </p>
  );
}
