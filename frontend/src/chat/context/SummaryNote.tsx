import "../together";
import { useState } from "react";
import { Button } from "../../shared/ui/Button";
import { InfoIcon } from "../../shared/ui/icons";
import type { Message } from "../thread/message";
import { SummaryDialog } from "./SummaryDialog";
import { useContextWords } from "./text";

/** What the model read in place of the oldest messages can be read. */
export function SummaryNote({ conversation, message }: { conversation: string; message: Message }) {
  const t = useContextWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <p className="answer-note">
      <InfoIcon size={16} />
      <span>{t.summedUp(message.summedUp)}</span>
      <Button size="small" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t.readSummary}
      </Button>
      {isOpen && <SummaryDialog conversation={conversation} message={message.id} onClose={() => setOpen(false)} />}
    </p>
  );
}
