import "../together";
import { useEffect, useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Spinner } from "../../shared/ui/Spinner";
import { useChatWords } from "../text";
import { fetchQuestions, type Headline } from "./api";
import type { Thread } from "./thread";

/** The questions of a long chat: each leads to where it was asked. */
export function OutlineDialog({ thread, onClose }: { thread: Thread; onClose: () => void }) {
  const t = useChatWords();
  const common = useCommon();
  const [items, setItems] = useState<readonly Headline[] | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [hasFailed, setFailed] = useState(false);

  useEffect(() => {
    const { id, leaf } = thread.get();
    let isOpen = true;
    fetchQuestions(id ?? "", leaf ?? "").then((found) => isOpen && setItems(found), () => isOpen && setFailed(true));
    return () => {
      isOpen = false;
    };
  }, [thread, attempt]);

  function retry() {
    setFailed(false);
    setAttempt(attempt + 1);
  }

  return (
    <Dialog title={t.outline} onClose={onClose}>
      {!items && !hasFailed && <Spinner label={common.loading} />}
      {hasFailed && <Button onClick={retry}>{common.retry}</Button>}
      <ol className="outline">
        {items?.map(({ id, text }) => (
          <li key={id}>
            <button
              type="button"
              dir="auto"
              onClick={() => {
                onClose();
                thread.seek(id);
              }}
            >
              {text || t.attachmentAlone}
            </button>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
