import { useEffect } from "react";
import { formatMoment } from "../../shared/i18n";
import { InfoIcon } from "../../shared/ui/icons";
import { Sentence } from "../../shared/ui/Sentence";
import { continuedWords } from "../accounts/status";
import { useSession } from "../session/session";
import { useStore } from "../session/store";
import { useChatWords } from "../text";
import type { Continued } from "../thread/message";

/** A quiet line at an answer by another account than the one before it. */
export function ContinuedLine({ continued }: { continued: Continued }) {
  const t = useChatWords();
  const { accounts } = useSession();
  const { items, at } = useStore(accounts);
  useEffect(() => accounts.look(), [accounts]);
  return (
    <p className="answer-note">
      <InfoIcon size={16} />
      <span><Sentence text={continuedWords(continued, items, t, formatMoment, at)} /></span>
    </p>
  );
}
