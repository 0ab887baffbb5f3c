import { type ClipboardEvent, type KeyboardEvent, useCallback, useEffect, useState } from "react";
import { useChatWords } from "../text";
import { ArrowUpIcon, StopIcon } from "../../shared/ui/icons";
import { receiveText } from "./composerBox";
import { hasFiles, useDroppedFiles } from "./dropped";
import { QuotaLine } from "../quota/QuotaLine";
import { RefusalCard } from "../refusal/RefusalCard";
import { isSend, sendsByEnter, useSendKey } from "./sendKey";
import { useSession } from "../session/session";
import type { Thread } from "../thread/thread";
import type { ThreadState } from "../thread/threadState";
import { isComposing, useAutoGrow } from "./typing";

/** Where one writes: grows with the text, keeps a draft for every chat, and gets back what was refused. */
export function Composer({ thread, state, model }: { thread: Thread; state: ThreadState; model: string }) {
  const t = useChatWords();
  const { storage } = useSession();
  const draftKey = `draft:${state.id ?? "new"}`;
  const [text, setText] = useState(() => storage.get(draftKey) ?? "");
  const area = useAutoGrow(text);
  const isRunning = state.phase !== null;
  const [note, setNote] = useState<"busy" | "files" | null>(null);
  const notes = { busy: t.stillAnswering, files: t.filesLater };
  // It has been said for as long as it holds.
  const shownNote = note === "busy" && !isRunning ? null : note;
  // What the touch keyboard writes on its Enter; React's types do not know it.
  const keyHint = { enterKeyHint: sendsByEnter(useSendKey()) ? "send" : "enter" };
  const canSend = !isRunning && model !== "" && text.trim() !== "" && state.load === "ready";

  useEffect(() => {
    if (matchMedia("(pointer: fine)").matches) area.current?.focus({ preventScroll: true });
  }, [area]);

  const write = useCallback(
    (next: string) => {
      setText(next);
      storage.set(`draft:${thread.get().id ?? "new"}`, next);
    },
    [storage, thread],
  );

  useEffect(
    () =>
      receiveText((back) => {
        write([back, area.current?.value ?? ""].filter(Boolean).join("\n"));
        area.current?.focus();
      }),
    [area, write],
  );

  useDroppedFiles(() => setNote("files"));

  async function send() {
    if (isRunning && text.trim() !== "") setNote("busy");
    if (!canSend) return;
    setNote(null);
    const sent = text;
    setText("");
    const accepted = await thread.send(sent, model);
    if (!accepted) write([sent, area.current?.value ?? ""].filter(Boolean).join("\n"));
    else if ((storage.get(draftKey) ?? "") === sent) storage.set(draftKey, "");
  }

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (isComposing(event)) return;
    if (isSend(event)) {
      event.preventDefault();
      void send();
    }
    if (event.key === "ArrowUp" && text === "" && !isRunning) editLast(event);
  }

  function paste(event: ClipboardEvent) {
    if (!hasFiles(event.clipboardData)) return;
    event.preventDefault();
    setNote("files");
  }

  function editLast(event: KeyboardEvent) {
    const last = lastQuestion(state);
    if (!last) return;
    event.preventDefault();
    thread.startEditing(last);
  }

  return (
    <div className="composer-frame">
      <RefusalCard thread={thread} state={state} hasText={text !== ""} />
      <QuotaLine />
      <p className="composer-note" role="status">
        {shownNote && notes[shownNote]}
      </p>
      <form
        className="composer"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <textarea
          ref={area}
          id="composer"
          aria-label={t.messageLabel}
          placeholder={t.messagePlaceholder}
          value={text}
          rows={1}
          dir="auto"
          autoComplete="off"
          {...keyHint}
          onChange={(event) => {
            if (note === "files") setNote(null);
            write(event.target.value);
          }}
          onKeyDown={press}
          onPaste={paste}
        />
        {isRunning ? (
          <button type="button" className="send-button" aria-label={state.isStopping ? t.stopping : t.stop} title={t.stop} disabled={state.isStopping} onClick={() => void thread.stop()}>
            <StopIcon />
          </button>
        ) : (
          <button type="submit" className="send-button" aria-label={t.send} title={t.send} disabled={!canSend}>
            <ArrowUpIcon />
          </button>
        )}
      </form>
      <p className="composer-hint">{t.composerHint}</p>
    </div>
  );
}

function lastQuestion(state: ThreadState): string | null {
  for (let node = state.leaf ? state.tree[state.leaf] : undefined; node; node = node.parent ? state.tree[node.parent] : undefined) {
    if (node.message?.role === "user") return node.id;
  }
  return null;
}
