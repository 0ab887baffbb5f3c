import { useState } from "react";
import { LazyModule } from "../../shared/lazyModule";
import { IconButton } from "../../shared/ui/Button";
import { InfoIcon } from "../../shared/ui/icons";
import { type DialogCode, LazyDialog } from "../settings/LazyDialog";
import { useChatWords } from "../text";
import type { Thread } from "../thread/thread";
import type { Item } from "../thread/tree";
import type { DetailsOf } from "./DetailsDialog";

const detailsDialog: DialogCode<DetailsOf> = new LazyModule(async () => ({ Content: (await import("../usage/dialogs")).DetailsDialog }));

/** Opens what an answer took. */
export function DetailsButton({ item, thread }: { item: Item; thread: Thread }) {
  const t = useChatWords();
  const [isOpen, setOpen] = useState(false);
  const conversation = thread.get().id ?? "";
  // Thoughts are of the turn of the text below them.
  const messages = item.messages.filter((message) => message.kind === "text").map((message) => message.id);
  return (
    <>
      <IconButton icon={InfoIcon} iconSize={18} label={t.details} aria-haspopup="dialog" onClick={() => setOpen(true)} />
      {isOpen && <LazyDialog code={detailsDialog} title={t.details} more={{ conversation, messages }} onClose={() => setOpen(false)} />}
    </>
  );
}
