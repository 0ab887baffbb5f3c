import "../together";
import { IconButton } from "../../shared/ui/Button";
import { ArrowUpIcon, CloseIcon, EditIcon } from "../../shared/ui/icons";
import { useStore } from "../../shared/store";
import { useChatWords } from "../text";
import type { Thread } from "../thread/thread";
import { putIntoComposer } from "./composerBox";

/** The messages that wait for the answer: each can be sent now, changed or given up. */
export function QueueChips({ thread }: { thread: Thread }) {
  const t = useChatWords();
  const queued = useStore(thread.queue);
  if (queued.length === 0) return null;

  function edit(id: string) {
    const message = thread.queue.take(id);
    if (!message) return;
    thread.uploads.putBack(message.files);
    putIntoComposer(message.text);
  }

  return (
    <ol className="queue" aria-label={t.queue}>
      {queued.map(({ id, text, files }) => (
        <li key={id} className="queued">
          <span className="queued-text" dir="auto">{text || t.queuedImages(files.length)}</span>
          <IconButton icon={ArrowUpIcon} iconSize={16} label={t.sendNow} onClick={() => void thread.sendQueued(id)} />
          <IconButton icon={EditIcon} iconSize={16} label={t.editQueued} onClick={() => edit(id)} />
          <IconButton
            icon={CloseIcon}
            iconSize={16}
            label={t.dropQueued}
            onClick={() => {
              thread.queue.take(id);
              document.getElementById("composer")?.focus();
            }}
          />
        </li>
      ))}
    </ol>
  );
}
