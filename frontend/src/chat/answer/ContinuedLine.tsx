import { useEffect } from "react";
import { formatMoment, formatNumber } from "../../shared/i18n";
import { InfoIcon } from "../../shared/ui/icons";
import { isolated, Sentence } from "../../shared/ui/Sentence";
import { continuedWords } from "../accounts/status";
import { useSession } from "../session/session";
import { useStore } from "../session/store";
import { useChatWords } from "../text";
import { type Continued, type Message, seamsOf } from "../thread/message";

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

/** Where the answer above was continued: the text itself is one, and says nothing of it. */
export function SeamLine({ messages }: { messages: readonly Message[] }) {
  const t = useChatWords();
  const seams = seamsOf(messages);
  if (seams.length === 0) return null;
  const places = seams.map(({ at, model }) => t.seam(formatNumber(at), model && isolated(model)));
  return (
    <p className="answer-note">
      <InfoIcon size={16} />
      <span><Sentence text={t.seams(places)} /></span>
    </p>
  );
}
