import "../together";
import { useEffect } from "react";
import { formatMoment, formatNumber } from "../../shared/i18n";
import { InfoIcon } from "../../shared/ui/icons";
import { isolated, Sentence } from "../../shared/ui/Sentence";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";
import type { Continued, Message } from "../thread/message";
import { continuedWords, seamsOf } from "./words";
import { useMarkWords } from "./text";

/** Quiet lines below an answer that was continued, or is by another account than the one before it: its text is one, and says nothing of it. */
export function Marks({ messages }: { messages: readonly Message[] }) {
  const t = useMarkWords();
  const places = seamsOf(messages).map(({ at, model }) => t.seam(formatNumber(at), model && isolated(model)));
  return (
    <>
      {places.length > 0 && <Mark text={t.seams(places)} />}
      {messages.map((message) => message.continued && <AccountMark key={message.id} continued={message.continued} />)}
    </>
  );
}

function AccountMark({ continued }: { continued: Continued }) {
  const t = useMarkWords();
  const { accounts } = useSession();
  const { items, at } = useStore(accounts);
  useEffect(() => accounts.look(), [accounts]);
  return <Mark text={continuedWords(continued, items, t, formatMoment, at)} />;
}

function Mark({ text }: { text: string }) {
  return (
    <p className="answer-note">
      <InfoIcon size={16} />
      <span><Sentence text={text} /></span>
    </p>
  );
}
