import { useState } from "react";
import "../together";
import { formatDateTime } from "../../shared/i18n";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { ConfirmDialog } from "../../shared/ui/ConfirmDialog";
import { Dialog } from "../../shared/ui/Dialog";
import { isolated, Sentence } from "../../shared/ui/Sentence";
import { Spinner } from "../../shared/ui/Spinner";
import { toast } from "../../shared/ui/Toast";
import { fetchTrash, purge, type Trashed } from "../list/api";
import { useSession } from "../session/session";
import { useChatWords } from "../text";
import { usePlaceWords } from "./text";
import { usePaged } from "./usePaged";
import { shownTitle } from "../list/title";

/** What was deleted in the last thirty days: to have back, or to be rid of at once. */
export function TrashDialog({ onClose }: { onClose: () => void }) {
  const t = useChatWords();
  const own = usePlaceWords();
  const common = useCommon();
  const { items, total, load, more, restore, erase } = useTrash();
  const [asking, setAsking] = useState<Trashed[] | null>(null);
  const first = asking?.[0];

  return (
    <Dialog title={t.trash} onClose={onClose}>
      <p>{own.trashText}</p>
      <ul className="archived">
        {items.map((item) => (
          <TrashRow key={item.id} item={item} onRestore={() => void restore(item)} onErase={() => setAsking([item])} />
        ))}
      </ul>
      {load === "loading" && <Spinner label={common.loading} />}
      {load === "failed" && <Button onClick={() => void more()}>{common.retry}</Button>}
      {load === "idle" && items.length === 0 && <p className="conversations-note">{own.trashEmpty}</p>}
      {load === "idle" && items.length < total && <Button onClick={() => void more()}>{common.more}</Button>}
      {load === "idle" && items.length > 1 && items.length === total && (
        <Button variant="danger" onClick={() => setAsking([...items])}>
          {own.emptyTrash}
        </Button>
      )}
      {asking && first && (
        <ConfirmDialog
          danger
          title={own.eraseTitle(asking.length)}
          confirmLabel={own.eraseNow}
          onConfirm={async () => {
            await erase(asking);
            setAsking(null);
          }}
          onClose={() => setAsking(null)}
        >
          <Sentence text={asking.length === 1 ? own.eraseText(isolated(shownTitle(first.title, t))) : own.eraseAllText} />
        </ConfirmDialog>
      )}
    </Dialog>
  );
}

function TrashRow({ item, onRestore, onErase }: { item: Trashed; onRestore: () => void; onErase: () => void }) {
  const t = useChatWords();
  const own = usePlaceWords();
  const title = shownTitle(item.title, t);
  return (
    <li>
      <span className="trashed">
        <a href={`/c/${encodeURIComponent(item.id)}`} dir="auto" title={title}>
          {title}
        </a>
        <small>{own.goesAt(formatDateTime(item.purge_at))}</small>
      </span>
      <Button size="small" aria-label={own.restoreOf(title)} onClick={onRestore}>
        {t.restore}
      </Button>
      <Button size="small" variant="ghost" aria-label={own.eraseOf(title)} onClick={onErase}>
        {own.eraseNow}
      </Button>
    </li>
  );
}

const idOf = (item: Trashed) => item.id;

function useTrash() {
  const t = useChatWords();
  const { lists, threads } = useSession();
  const { drop, ...page } = usePaged(fetchTrash, idOf);
  return {
    ...page,
    restore: async (item: Trashed) => {
      try {
        await lists.restore([item.id]);
        threads.find(item.id)?.note({ isTrashed: false });
        drop(item.id);
      } catch {
        toast(t.actionFailed, { tone: "error" });
      }
    },
    erase: async (which: readonly Trashed[]) => {
      for (const item of which) {
        await purge(item.id);
        threads.forget(item.id);
        drop(item.id);
      }
    },
  };
}
