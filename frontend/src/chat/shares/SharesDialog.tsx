import { useState } from "react";
import "../together";
import { formatDateTime } from "../../shared/i18n";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { ConfirmDialog } from "../../shared/ui/ConfirmDialog";
import { CopyButton } from "../../shared/ui/CopyButton";
import { Dialog } from "../../shared/ui/Dialog";
import { Spinner } from "../../shared/ui/Spinner";
import { toast } from "../../shared/ui/Toast";
import { shownTitle } from "../list/title";
import { useChatWords } from "../text";
import { fetchShares, revoke, type Share } from "./api";
import { usePaged } from "../places/usePaged";
import { useShareWords } from "./text";

const idOf = (item: Share) => item.share_id;

/** What the member shares: to copy an address again, to look at its page, to stop. */
export function SharesDialog({ onClose }: { onClose: () => void }) {
  const t = useShareWords();
  const words = useChatWords();
  const common = useCommon();
  const { items, total, load, more, drop } = usePaged(fetchShares, idOf);
  const [asking, setAsking] = useState<Share | null>(null);
  return (
    <Dialog title={words.sharedChats} wide onClose={onClose}>
      <p>{t.list}</p>
      <ul className="archived">
        {items.map((item) => (
          <ShareRow key={item.share_id} item={item} onStop={() => setAsking(item)} />
        ))}
      </ul>
      {load === "loading" && <Spinner label={common.loading} />}
      {load === "failed" && <Button onClick={() => void more()}>{common.retry}</Button>}
      {load === "idle" && items.length === 0 && <p className="conversations-note">{t.none}</p>}
      {load === "idle" && items.length < total && <Button onClick={() => void more()}>{common.more}</Button>}
      {asking && (
        <ConfirmDialog
          danger
          title={t.stopTitle}
          confirmLabel={t.stop}
          onConfirm={async () => {
            await revoke(asking.share_id);
            drop(asking.share_id);
            setAsking(null);
            toast(t.stopped);
          }}
          onClose={() => setAsking(null)}
        >
          {t.stopText}
        </ConfirmDialog>
      )}
    </Dialog>
  );
}

function ShareRow({ item, onStop }: { item: Share; onStop: () => void }) {
  const t = useShareWords();
  const words = useChatWords();
  const title = shownTitle(item.title, words);
  const end = item.expires_at;
  const [now] = useState(Date.now);
  const isOver = end !== null && end * 1000 <= now;
  const state = end === null ? t.forEver : (isOver ? t.over : t.until)(formatDateTime(end));
  return (
    <li>
      <span className="trashed">
        <a href={`/share/${encodeURIComponent(item.share_id)}`} target="_blank" rel="noopener noreferrer" dir="auto" title={title}>
          {title}
        </a>
        <small>{item.has_passcode ? `${state} · ${t.withPasscode}` : state}</small>
      </span>
      <CopyButton text={item.share_url} label={t.copyAddress} />
      <Button size="small" aria-label={t.stopOf(title)} onClick={onStop}>
        {t.stop}
      </Button>
    </li>
  );
}
