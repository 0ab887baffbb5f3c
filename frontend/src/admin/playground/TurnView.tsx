import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Button, IconButton } from "../../shared/ui/Button";
import { CopyButton } from "../../shared/ui/CopyButton";
import { AreaField } from "../../shared/ui/Field";
import { EditIcon, RefreshIcon, TrashIcon } from "../../shared/ui/icons";
import { AnswerView } from "./AnswerView";
import { isSend } from "./keys";
import { isRunning, playground, type Turn } from "./playground";
import { usePlaygroundText } from "./text";

/** One message: what it says, and what can be done with it. `onAgain` is given with the last answer alone. */
export function TurnView({ turn, number, isPlain, onAgain, onRemoved }: {
  turn: Turn;
  number: number;
  isPlain: boolean;
  onAgain: (() => void) | null;
  onRemoved: () => void;
}) {
  const t = usePlaygroundText().playground;
  const [isEditing, setEditing] = useState(false);
  const editButton = useRef<HTMLButtonElement>(null);
  const isGrowing = isRunning(turn);

  function endEditing() {
    setEditing(false);
    // It comes back with the next drawing.
    requestAnimationFrame(() => editButton.current?.focus());
  }

  return (
    <li className={`playground-turn playground-${turn.role}`} aria-busy={isGrowing || undefined}>
      <div className="playground-turn-head">
        <h3 aria-label={t.heading(number, t[turn.role])}>{t[turn.role]}</h3>
        {!isGrowing && !isEditing && (
          <div className="playground-acts">
            {onAgain && <IconButton icon={RefreshIcon} iconSize={18} label={t.again} onClick={onAgain} />}
            {turn.text !== "" && <CopyButton text={turn.text} label={t.copyMessage(number)} />}
            <IconButton ref={editButton} icon={EditIcon} iconSize={18} label={t.editMessage(number)} onClick={() => setEditing(true)} />
            <IconButton icon={TrashIcon} iconSize={18} label={t.removeMessage(number)} onClick={() => { playground.remove(turn.id); onRemoved(); }} />
          </div>
        )}
      </div>
      {isEditing ? (
        <TurnEditor turn={turn} label={t.editMessage(number)} onEnd={endEditing} />
      ) : turn.role === "assistant" ? (
        <AnswerView text={turn.text} run={turn.run} isPlain={isPlain} />
      ) : (
        <p className="playground-words" dir="auto">{turn.text}</p>
      )}
    </li>
  );
}

function TurnEditor({ turn, label, onEnd }: { turn: Turn; label: string; onEnd: () => void }) {
  const t = usePlaygroundText().playground;
  const common = useCommon();
  const [text, setText] = useState(turn.text);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);

  function apply() {
    if (text !== turn.text) playground.edit(turn.id, text);
    onEnd();
  }

  function press(event: KeyboardEvent) {
    if (isSend(event)) apply();
    else if (event.key === "Escape") onEnd();
    else return;
    // The page would send the message below.
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="playground-editor">
      <AreaField ref={area} label={label} rows={4} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={press} />
      <div className="row">
        <Button size="small" variant="primary" onClick={apply}>{t.apply}</Button>
        <Button size="small" onClick={onEnd}>{common.cancel}</Button>
      </div>
    </div>
  );
}
