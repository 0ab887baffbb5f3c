import { type ClipboardEvent, type KeyboardEvent, type RefObject, useCallback, useEffect, useState } from "react";
import { directionOf } from "../../shared/direction";
import { useChatWords } from "../text";
import { ArrowUpIcon, StopIcon } from "../../shared/ui/icons";
import { receiveText } from "./composerBox";
import { filesOf, hasFiles, useDroppedFiles } from "./dropped";
import { attaching } from "../files/code";
import { PickFiles } from "../files/PickFiles";
import { mostUploads, type Upload } from "../files/uploads";
import { ContextLine } from "../context/ContextLine";
import { QuotaLine } from "../quota/QuotaLine";
import { RefusalCard } from "../refusal/RefusalCard";
import { isSend, sendsByEnter, useSendKey } from "./sendKey";
import { useSession } from "../session/session";
import { LazyModule, useModule } from "../../shared/lazyModule";
import { useStore } from "../../shared/store";
import type { Thread } from "../thread/thread";
import { mostQueued } from "../thread/queue";
import type { ThreadState } from "../thread/threadState";
import { isComposing, useAutoGrow } from "../../shared/typing";

interface ComposerProps {
  thread: Thread;
  state: ThreadState;
  model: string;
}

/** Where one writes: grows with the text, keeps a draft for every chat, and gets back what was refused. */
export function Composer({ thread, state, model }: ComposerProps) {
  const t = useChatWords();
  const uploads = useStore(thread.uploads);
  const { choices } = useSession();
  const { wishes, isReady } = useWishes(model);
  const { area, text, write, note, setNote, canSend, canQueue, send } = useComposer({ thread, state, model }, uploads, isReady);
  const chips = useModule(queueCode, useStore(thread.queue).length > 0).loaded;
  const isRunning = state.phase !== null;
  const notes = { full: t.queueFull(mostQueued), uploading: t.stillUploading, failed: t.uploadsFailed, many: t.tooManyFiles(mostUploads) };
  const shownNote = isOver(note, isRunning, uploads) ? null : note;
  const { code, pasted, setPasted, attach, paste, makeFile } = useFiles(thread, uploads, area, write, setNote);
  const isHeldOver = useDroppedFiles(attach);
  // What the touch keyboard writes on its Enter; React's types do not know it.
  const keyHint = { enterKeyHint: sendsByEnter(useSendKey()) ? "send" : "enter" };

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (isComposing(event)) return;
    if (isSend(event)) {
      event.preventDefault();
      void send();
    }
    if (event.key === "ArrowUp" && choices.get().shortcuts && text === "" && uploads.length === 0 && !isRunning) editLast(event, thread, state);
  }

  return (
    <div className="composer-frame">
      <RefusalCard thread={thread} state={state} hasText={text !== ""} />
      <QuotaLine model={model} />
      <ContextLine state={state} model={model} />
      <p className="composer-note" role="status">
        {shownNote && notes[shownNote]}
      </p>
      {isHeldOver && <div className="drop-overlay" aria-hidden="true">{t.dropFiles}</div>}
      {wishes}
      {chips && <chips.QueueChips thread={thread} />}
      {code.loaded && uploads.length > 0 && <code.loaded.UploadChips uploads={thread.uploads} items={uploads} />}
      {code.loaded && pasted !== "" && <code.loaded.LongPaste text={pasted} onFile={makeFile} onClose={() => setPasted("")} />}
      <form className="composer" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <PickFiles onFiles={attach} />
        <textarea
          ref={area} id="composer" aria-label={t.messageLabel} placeholder={t.messagePlaceholder}
          value={text} rows={1} dir={directionOf(text)} autoComplete="off" {...keyHint}
          onChange={(event) => write(event.target.value)} onKeyDown={press} onPaste={paste}
        />
        {isRunning && canQueue && <QueueButton />}
        <SendOrStop thread={thread} state={state} canSend={canSend} />
      </form>
      <p className="composer-hint">{t.composerHint}</p>
    </div>
  );
}

const queueCode = new LazyModule(() => import("./QueueChips"));
const wishCode = new LazyModule(() => import("../wishes/Wishes"));

/** What may be chosen of the model beside words, nothing for most, and whether it can be sent what was chosen. */
function useWishes(slug: string) {
  const model = useStore(useSession().models).models.find((offer) => offer.slug === slug);
  const hasChoice = Boolean(model?.makes_pictures || model?.tools?.length);
  const { loaded, hasFailed } = useModule(wishCode, hasChoice);
  return { wishes: model && loaded && hasChoice ? <loaded.Wishes model={model} /> : null, isReady: !hasChoice || loaded !== null || hasFailed };
}

/** Files that are chosen, pasted and dropped, and long texts that may better be files. */
function useFiles(
  thread: Thread, uploads: readonly Upload[], area: RefObject<HTMLTextAreaElement>, write: (text: string) => void, setNote: (note: Note) => void,
) {
  const [pasted, setPasted] = useState("");
  const code = useModule(attaching, uploads.length > 0 || pasted !== "");

  function paste(event: ClipboardEvent) {
    if (!hasFiles(event.clipboardData)) {
      // As the field will have it: its line breaks are one character each.
      const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
      return setPasted(text.length > longPaste ? text : "");
    }
    event.preventDefault();
    attach(filesOf(event.clipboardData));
  }

  function attach(files: readonly File[]) {
    setNote(thread.uploads.add(files) > 0 ? "many" : null);
    area.current?.focus();
  }

  /** What was pasted becomes a file, and is taken out of the field. */
  function makeFile(file: File) {
    const now = area.current?.value ?? "";
    const place = now.lastIndexOf(pasted);
    if (place >= 0) write(now.slice(0, place) + now.slice(place + pasted.length));
    setPasted("");
    attach([file]);
  }

  return { code, pasted, setPasted, attach, paste, makeFile };
}

type Note = "full" | "uploading" | "failed" | "many" | null;

/** What was said holds no longer. */
function isOver(note: Note, isRunning: boolean, uploads: readonly Upload[]): boolean {
  if (note === "full") return !isRunning;
  return note !== null && note !== "many" && standing(uploads) !== note;
}

/** Characters of a paste that may better be a file. */
const longPaste = 8000;

/** What keeps files from being sent: null when nothing does. */
function standing(uploads: readonly Upload[]): "uploading" | "failed" | null {
  if (uploads.some((upload) => upload.state === "failed")) return "failed";
  return uploads.some((upload) => upload.state !== "ready") ? "uploading" : null;
}

/** The draft, what is said about it, and sending it. */
function useComposer({ thread, state, model }: ComposerProps, uploads: readonly Upload[], isReady: boolean) {
  const { storage } = useSession();
  const draftKey = `draft:${state.id ?? "new"}`;
  const [text, setText] = useState(() => storage.get(draftKey) ?? "");
  const area = useAutoGrow(text);
  const isRunning = state.phase !== null;
  const [note, setNote] = useState<Note>(null);
  const hasContent = text.trim() !== "" || uploads.length > 0;
  const canQueue = model !== "" && hasContent && state.load === "ready" && isReady;
  const canSend = !isRunning && canQueue;

  useEffect(() => {
    if (matchMedia("(pointer: fine)").matches) area.current?.focus({ preventScroll: true });
  }, [area]);

  const write = useCallback(
    (next: string) => {
      setText(next);
      // Of a temporary chat nothing is kept, here neither.
      storage.set(`draft:${thread.get().id ?? "new"}`, thread.get().isTemporary ? "" : next);
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

  async function send() {
    if (!canQueue) return;
    const obstacle = standing(uploads) ?? (isRunning && thread.queue.get().length >= mostQueued ? "full" : null);
    setNote(obstacle);
    if (obstacle) return;
    if (isRunning) {
      thread.queue.add(text, thread.uploads.take(), model);
      return write("");
    }
    const sent = text;
    setText("");
    const accepted = await thread.send(sent, model);
    if (!accepted) write([sent, area.current?.value ?? ""].filter(Boolean).join("\n"));
    else if ((storage.get(draftKey) ?? "") === sent) storage.set(draftKey, "");
  }

  useEffect(() => {
    const key = () => `queue:${thread.get().id ?? "new"}`;
    thread.queue.restore(storage.get(key()) ?? "");
    return thread.queue.subscribe(() => storage.set(key(), thread.get().isTemporary ? "" : thread.queue.kept));
  }, [storage, thread]);

  return { area, text, write, note, setNote, canSend, canQueue, send };
}

function QueueButton() {
  const t = useChatWords();
  return (
    <button type="submit" className="send-button" aria-label={t.addToQueue} title={t.addToQueue}>
      <ArrowUpIcon />
    </button>
  );
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
