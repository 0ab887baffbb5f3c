import { memo, useEffect, useRef, useState } from "react";
import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { Button, IconButton } from "../../shared/ui/Button";
import { EditIcon } from "../../shared/ui/icons";
import { BranchSwitch } from "./BranchSwitch";
import { CopyButton } from "../../shared/ui/CopyButton";
import { MessageFiles } from "../files/MessageFiles";
import { isSend } from "../composer/sendKey";
import { isComposing, useAutoGrow } from "../../shared/typing";
import { directionOf } from "../../shared/direction";
import type { Thread } from "./thread";
import type { Item } from "./tree";

interface QuestionProps {
  item: Item;
  number: number;
  thread: Thread;
  model: string;
  isBusy: boolean;
  isReadOnly: boolean;
  isUnsent: boolean;
  /** The text to edit while the editor is open. */
  editing: string | null;
}

/** A person's message: a bubble at the right, as it was typed. */
export const Question = memo(function Question({ item, number, thread, model, isBusy, isReadOnly, isUnsent, editing }: QuestionProps) {
  const t = useChatWords();
  const text = item.messages[0]?.text ?? "";
  const files = item.messages[0]?.files ?? [];
  const { button, opened, left } = useReturn(editing !== null);
  return (
    <article className="question" data-item={item.id} tabIndex={-1}>
      <h2 className="visually-hidden">{t.messageHeading(number, t.you)}</h2>
      <MessageFiles files={files} />
      {editing === null ? (
        <>
          {(text !== "" || files.length === 0) && <div className="bubble" dir="auto">{text}</div>}
          {!isUnsent && (
            <div className="message-actions">
              <CopyButton text={text} label={t.copyMessage} />
              {!isReadOnly && (
                <IconButton
                  ref={button}
                  icon={EditIcon}
                  iconSize={18}
                  label={t.editMessage}
                  disabled={isBusy}
                  onClick={() => {
                    opened("button");
                    thread.startEditing(item.id);
                  }}
                />
              )}
              <BranchSwitch item={item} thread={thread} isBusy={isBusy} />
            </div>
          )}
        </>
      ) : (
        <Editor
          key={editing}
          text={editing}
          mayBeEmpty={files.length > 0}
          onCancel={() => {
            left();
            thread.startEditing(null);
          }}
          onSend={(to) => void thread.edit(item.id, to, model)}
        />
      )}
    </article>
  );
});

/** Gives the focus back to where an editor was opened from, once it is left: the button, else the composer. */
function useReturn(isOpen: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  const from = useRef<"button" | "composer">("composer");
  const isLeft = useRef(false);
  useEffect(() => {
    if (isOpen || !isLeft.current) return;
    isLeft.current = false;
    if (from.current === "button") button.current?.focus();
    else document.getElementById("composer")?.focus();
    from.current = "composer";
  }, [isOpen]);
  return {
    button,
    opened: (place: "button" | "composer") => {
      from.current = place;
    },
    left: () => {
      isLeft.current = true;
    },
  };
}

interface EditorProps {
  text: string;
  mayBeEmpty: boolean;
  onCancel: () => void;
  onSend: (text: string) => void;
}

function Editor({ text, mayBeEmpty, onCancel, onSend }: EditorProps) {
  const t = useChatWords();
  const common = useCommon();
  const [value, setValue] = useState(text);
  const area = useAutoGrow(value);
  const canSend = mayBeEmpty || value.trim() !== "";
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(text.length, text.length);
  }, [area, text]);

  return (
    <form
      className="editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) onSend(value);
      }}
    >
      <textarea
        ref={area}
        aria-label={t.editMessage}
        value={value}
        rows={1}
        dir={directionOf(value)}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={(event) => {
          if (isComposing(event)) return;
          if (event.key === "Escape") {
            event.preventDefault();
            onCancel();
          }
          if (isSend(event)) {
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }
        }}
      />
      <div className="editor-actions">
        <Button size="small" onClick={onCancel}>
          {common.cancel}
        </Button>
        <Button size="small" variant="primary" type="submit" disabled={!canSend}>
          {t.sendEdit}
        </Button>
      </div>
    </form>
  );
}
