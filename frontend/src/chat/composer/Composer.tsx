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

interface ComposerProps {
  thread: Thread;
  state: ThreadState;
  model: string;
}

/** Where one writes: grows with the text, keeps a draft for every chat, and gets back what was refused. */
export function Composer({ thread, state, model }: ComposerProps) {
  const t = useChatWords();
  const { area, text, write, note, setNote, canSend, send } = useComposer({ thread, state, model });
  const isRunning = state.phase !== null;
  const notes = { busy: t.stillAnswering, files: t.filesLater };
  // It has been said for as long as it holds.
  const shownNote = note === "busy" && !isRunning ? null : note;
  // What the touch keyboard writes on its Enter; React's types do not know it.
  const keyHint = { enterKeyHint: sendsByEnter(useSendKey()) ? "send" : "enter" };

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (isComposing(event)) return;
    if (isSend(event)) {
      event.preventDefault();
      void send();
    }
    if (event.key === "ArrowUp" && text === "" && !isRunning) editLast(event, thread, state);
  }

  function paste(event: ClipboardEvent) {
    if (!hasFiles(event.clipboardData)) return;
    event.preventDefault();
    setNote("files");
  }

  function type(next: string) {
    if (note === "files") setNote(null);
    write(next);
  }

  return (
    <div className="composer-frame">
      <RefusalCard thread={thread} state={state} hasText={text !== ""} />
      <QuotaLine model={model} />
      <p className="composer-note" role="status">
        {shownNote && notes[shownNote]}
      </p>
      <form className="composer" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <textarea
          ref={area} id="composer" aria-label={t.messageLabel} placeholder={t.messagePlaceholder}
          value={text} rows={1} dir="auto" autoComplete="off" {...keyHint}
          onChange={(event) => type(event.target.value)} onKeyDown={press} onPaste={paste}
        />
        <SendOrStop thread={thread} state={state} canSend={canSend} />
      </form>
      <p className="composer-hint">{t.composerHint}</p>
    </div>
  );
}

/** The draft, what is said about it, and sending it. */
function useComposer({ thread, state, model }: ComposerProps) {
  const { storage } = useSession();
  const draftKey = `draft:${state.id ?? "new"}`;
  const [text, setText] = useState(() => storage.get(draftKey) ?? "");
  const area = useAutoGrow(text);
  const isRunning = state.phase !== null;
  const [note, setNote] = useState<"busy" | "files" | null>(null);
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

  return { area, text, write, note, setNote, canSend, send };
}

/** One button for both, so that it keeps the focus when the answer begins and when it ends. */
function SendOrStop({ thread, state, canSend }: { thread: Thread; state: ThreadState; canSend: boolean }) {
  const t = useChatWords();
  return state.phase !== null ? (
    <button type="button" className="send-button" aria-label={state.isStopping ? t.stopping : t.stop} title={t.stop} disabled={state.isStopping} onClick={() => void thread.stop()}>
      <StopIcon />
    </button>
  ) : (
    <button type="submit" className="send-button" aria-label={t.send} title={t.send} disabled={!canSend}>
      <ArrowUpIcon />
    </button>
  );
}

function editLast(event: KeyboardEvent, thread: Thread, state: ThreadState): void {
  const last = lastQuestion(state);
  if (!last) return;
  event.preventDefault();
  thread.startEditing(last);
}

function lastQuestion(state: ThreadState): string | null {
  for (let node = state.leaf ? state.tree[state.leaf] : undefined; node; node = node.parent ? state.tree[node.parent] : undefined) {
    if (node.message?.role === "user") return node.id;
  }
  return null;
}
