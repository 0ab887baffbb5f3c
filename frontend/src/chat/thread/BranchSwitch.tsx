import { useChatWords } from "../text";
import { IconButton } from "../../shared/ui/Button";
import { ChevronLeftIcon, ChevronRightIcon } from "../../shared/ui/icons";
import type { Thread } from "./thread";
import type { Item } from "./tree";

/** ‹2/3›: the other versions of a message; nothing when there is one. */
export function BranchSwitch({ item, thread, isBusy }: { item: Item; thread: Thread; isBusy: boolean }) {
  const t = useChatWords();
  const at = item.siblings.indexOf(item.id);
  const before = item.siblings[at - 1];
  const after = item.siblings[at + 1];
  if (item.siblings.length < 2 || at < 0) return null;
  return (
    <span className="branches" role="group" aria-label={t.version(at + 1, item.siblings.length)}>
      <IconButton icon={ChevronLeftIcon} iconSize={16} label={t.previousVersion} disabled={isBusy || !before} onClick={() => before && thread.select(before)} />
      <span aria-hidden="true">
        {at + 1}/{item.siblings.length}
      </span>
      <IconButton icon={ChevronRightIcon} iconSize={16} label={t.nextVersion} disabled={isBusy || !after} onClick={() => after && thread.select(after)} />
    </span>
  );
}
