import { useEffect, useState } from "react";
import "../together";
import { useChatWords } from "../text";
import { usePlaceWords } from "./text";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Spinner } from "../../shared/ui/Spinner";
import { toast } from "../../shared/ui/Toast";
import { UnarchiveIcon } from "../../shared/ui/icons";
import { History } from "../list/history";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";
import { shownTitle } from "../list/title";

/** The archived conversations, to read or to bring back. */
export function ArchivedDialog({ onClose }: { onClose: () => void }) {
  const t = useChatWords();
  const own = usePlaceWords();
  const common = useCommon();
  const session = useSession();
  const [archived] = useState(() => new History({ is_archived: true }));
  const { items, load, hasMore, hasLoaded } = useStore(archived);
  useEffect(() => void archived.refresh(), [archived]);

  async function bringBack(id: string) {
    try {
      await session.lists.unarchive([id]);
      archived.drop(id);
      session.threads.find(id)?.note({ isArchived: false });
    } catch {
      toast(t.actionFailed, { tone: "error" });
    }
  }

  return (
    <Dialog title={t.archivedChats} onClose={onClose}>
      <ul className="archived">
        {items.map((item) => (
          <li key={item.id}>
            <a href={`/c/${encodeURIComponent(item.id)}`} dir="auto" title={shownTitle(item.title, t)}>
              {shownTitle(item.title, t)}
            </a>
            <Button size="small" icon={UnarchiveIcon} onClick={() => void bringBack(item.id)}>
              {t.unarchive}
            </Button>
          </li>
        ))}
      </ul>
      {load === "loading" && <Spinner label={common.loading} />}
      {load === "failed" && <Button onClick={() => void archived.refresh()}>{common.retry}</Button>}
      {hasLoaded && items.length === 0 && <p className="conversations-note">{own.noArchived}</p>}
      {hasLoaded && hasMore && load === "idle" && <Button onClick={() => void archived.more()}>{common.more}</Button>}
    </Dialog>
  );
}
