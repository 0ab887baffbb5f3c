import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { characters } from "../../shared/lengths";
import { useCommon } from "../../shared/locales/common";
import { isComposing } from "../../shared/typing";

interface RenameProps {
  text: string;
  label: string;
  /** Characters. */
  most: number;
  onDone: (text: string, isByKey: boolean) => void;
}

/** A row's name as a field. `onDone` gets an empty one when nothing changes, and whether a key ended it. */
export function RenameRow({ text: former, label, most, onDone }: RenameProps) {
  const common = useCommon();
  const id = useId();
  const [text, setText] = useState(former);
  const field = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  const isTooLong = characters(text.trim()) > most;
  useEffect(() => field.current?.select(), []);

  function finish(to: string, isByKey: boolean) {
    // The field loses the focus when it goes, which ends nothing a second time.
    if (isOver.current) return;
    isOver.current = true;
    onDone(to, isByKey);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isTooLong) finish(text.trim(), true);
  }

  function press(event: KeyboardEvent) {
    if (isComposing(event)) {
      // Safari would send the form by the Enter that chooses a word.
      if (event.key === "Enter") event.preventDefault();
      return;
    }
    if (event.key !== "Escape") return;
    event.preventDefault();
    finish("", true);
  }

  return (
    <li className="conversation conversation-renaming">
      <form onSubmit={submit}>
        <input
          ref={field}
          aria-label={label}
          aria-invalid={isTooLong || undefined}
          aria-describedby={isTooLong ? id : undefined}
          value={text}
          dir="auto"
          onChange={(event) => setText(event.target.value)}
          onBlur={() => finish(isTooLong ? "" : text.trim(), false)}
          onKeyDown={press}
        />
        {isTooLong && (
          <p id={id} className="field-error" role="alert">
            {common.tooLong(most, characters(text.trim()))}
          </p>
        )}
      </form>
    </li>
  );
}
