import { useChatWords } from "../text";
import { toast } from "../../shared/ui/Toast";
import { route } from "../page/route";
import { useSession } from "../session/session";

export interface Acts {
  /** True when it was done. */
  archive: (ids: readonly string[]) => Promise<boolean>;
  remove: (ids: readonly string[]) => Promise<boolean>;
  /** Does it, and says so if it fails. */
  attempt: (act: () => Promise<unknown>) => Promise<boolean>;
}

/** What is done with one chat or several, each with a way back for some seconds. `onGo` leads away from the one that is open. */
export function useActs(onGo: (id: string | null) => void): Acts {
  const t = useChatWords();
  const { lists, threads } = useSession();

  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch {
      toast(t.actionFailed, { tone: "error" });
      return false;
    }
  }

  function leave(ids: readonly string[]) {
    ids.forEach((id) => threads.forget(id));
    const open = route.get();
    if (open !== null && ids.includes(open)) onGo(null);
  }

  function offerUndo(text: string, changed: readonly string[], undo: (ids: readonly string[]) => Promise<void>) {
    if (changed.length === 0) return toast(text);
    toast(text, { action: { label: t.undo, run: () => void attempt(() => undo(changed)) } });
  }

  return {
    attempt,
    archive: (ids) =>
      attempt(async () => {
        const changed = await lists.archive(ids);
        leave(ids);
        offerUndo(ids.length === 1 ? t.archived : t.archivedSeveral(ids.length), changed, (which) => lists.unarchive(which));
      }),
    remove: (ids) =>
      attempt(async () => {
        const changed = await lists.remove(ids);
        leave(ids);
        offerUndo(ids.length === 1 ? t.deleted : t.deletedSeveral(ids.length), changed, (which) => lists.restore(which));
      }),
  };
}
