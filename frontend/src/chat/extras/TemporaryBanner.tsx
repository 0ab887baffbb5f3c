import { formatDateTime } from "../../shared/i18n";
import { ClockIcon } from "../../shared/ui/icons";
import { useChatWords } from "../text";
import type { ThreadState } from "../thread/threadState";
import { useExtraWords } from "./text";

/** Seconds that a temporary chat stays after its last message, as the server has it. */
const kept = 86_400;

/** Says of a temporary chat that it is one, and when it goes. */
export function TemporaryBanner({ state: { isTemporary, askedAt, expiresAt } }: { state: ThreadState }) {
  const { temporaryChat } = useChatWords();
  const t = useExtraWords();
  if (!isTemporary) return null;
  const at = askedAt ? askedAt / 1000 + kept : expiresAt;
  return (
    <p className="temporary" role="status">
      <ClockIcon size={16} />
      <span><strong>{temporaryChat}</strong> {at ? t.temporaryUntil(formatDateTime(at)) : t.temporaryText}</span>
    </p>
  );
}
