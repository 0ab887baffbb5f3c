import "../together";
import { useEffect, useState } from "react";
import { ApiError } from "../../shared/api";
import { formatDateTime } from "../../shared/i18n";
import { useChatWords } from "../text";
import { explain, useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Spinner } from "../../shared/ui/Spinner";
import { fetchSignedIn, type SignedIn, useSession } from "../session/session";
import { useSessionsWords } from "./text";

/** The browsers that are signed in, and the way out of all of them. */
export function SessionsDialog({ onClose }: { onClose: () => void }) {
  const t = useSessionsWords();
  const words = useChatWords();
  const common = useCommon();
  const session = useSession();
  const [items, setItems] = useState<SignedIn[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    let isOpen = true;
    fetchSignedIn().then(
      (found) => isOpen && setItems(found),
      (problem: unknown) => isOpen && setError(problem instanceof ApiError ? explain(problem) : words.actionFailed),
    );
    return () => {
      isOpen = false;
    };
  }, [words.actionFailed]);

  async function leave() {
    setBusy(true);
    try {
      await session.signOutEverywhere();
    } catch {
      setError(words.signOutFailed);
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={words.sessions}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose} data-autofocus>{common.close}</Button>
          <Button variant="danger" busy={isBusy} onClick={() => void leave()}>{t.signOutEverywhere}</Button>
        </>
      }
    >
      <p>{t.sessionsText}</p>
      {error && <p className="form-error" role="alert">{error}</p>}
      {items ? <SignedInList items={items} /> : !error && <Spinner label={common.loading} />}
      <p>{t.signOutEverywhereText}</p>
    </Dialog>
  );
}

function SignedInList({ items }: { items: readonly SignedIn[] }) {
  const t = useSessionsWords();
  return (
    <ul className="signed-in">
      {items.map((item, place) => (
        <li key={place}>
          <strong>{item.is_current ? t.sessionHere : t.sessionUsed(formatDateTime(item.last_seen_time))}</strong>
          <span className="field-hint">
            {t.sessionSince(item.by_link ? t.sessionByLink : t.sessionByPassword, formatDateTime(item.created_time))}
          </span>
        </li>
      ))}
    </ul>
  );
}
