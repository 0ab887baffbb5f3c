import { type FormEvent, useEffect, useId, useState } from "react";
import "../together";
import "../../shared/late";
import { ApiError } from "../../shared/api";
import { type Expiry, expiryAt, expiryOf, isPast } from "../../shared/expiry/expiry";
import { ExpiryFields } from "../../shared/expiry/ExpiryFields";
import { explain, useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { CopyButton } from "../../shared/ui/CopyButton";
import { Dialog } from "../../shared/ui/Dialog";
import { Checkbox, TextField } from "../../shared/ui/Field";
import { Spinner } from "../../shared/ui/Spinner";
import { toast } from "../../shared/ui/Toast";
import { useChatWords } from "../text";
import { fetchPreview, revoke, type Share, share, type ShareChange, type SharePreview } from "./api";
import { Preview } from "./Preview";
import { useShareWords } from "./text";

const lifetimes = [1, 7, 30];
/** Bytes of a passcode. */
const [least, most] = [4, 64];

/** Shows a chat to others, up to one of its messages. `node` is the last message that is shown now. */
export function ShareDialog({ id, node, onClose }: { id: string; node?: string; onClose: () => void }) {
  const t = useShareWords();
  const words = useChatWords();
  const common = useCommon();
  const [preview, setPreview] = useState<SharePreview | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  useEffect(() => {
    let isOpen = true;
    const fail = (error: unknown) => setFailed(error instanceof ApiError ? explain(error) : words.actionFailed);
    fetchPreview(id, node).then((found) => isOpen && setPreview(found), (error: unknown) => isOpen && fail(error));
    return () => {
      isOpen = false;
    };
  }, [id, node, words]);

  if (preview && preview.readers !== "nobody" && preview.messages.length > 0) {
    return <ShareForm id={id} preview={preview} onClose={onClose} />;
  }
  return (
    <Dialog title={words.share} wide onClose={onClose}>
      {failed ? <p className="form-error" role="alert">{failed}</p> : !preview && <Spinner label={common.loading} />}
      {preview && <p>{preview.readers === "nobody" ? t.nobody : t.empty}</p>}
    </Dialog>
  );
}

function ShareForm({ id, preview, onClose }: { id: string; preview: SharePreview; onClose: () => void }) {
  const t = useShareWords();
  const words = useChatWords();
  const common = useCommon();
  const frame = useId();
  const form = useShareForm(id, preview);
  const stop = async () => {
    if (form.kept && (await form.stop(form.kept))) onClose();
  };
  return (
    <Dialog
      title={words.share}
      wide
      onClose={onClose}
      footer={
        <>
          {form.kept ? <Button variant="danger" onClick={() => void stop()}>{t.stop}</Button> : <Button onClick={onClose}>{common.cancel}</Button>}
          <Button variant="primary" type="submit" form={frame} busy={form.isBusy}>{form.kept ? t.update : t.create}</Button>
        </>
      }
    >
      <form id={frame} className="form" noValidate autoComplete="off" onSubmit={(event) => void form.send(event)}>
        <p>{preview.readers === "members" ? t.members : t.everyone}</p>
        {form.message && <p className="form-error" role="alert">{form.message}</p>}
        {form.kept && <Address share={form.kept} />}
        <Preview title={preview.title} messages={preview.messages} last={form.last} onChoose={form.setLast} />
        <ExpiryFields value={form.expiry} lifetimes={lifetimes} name="expires_at" error={form.expiryError} onChange={form.changeExpiry} />
        <TextField
          label={t.passcode} hint={form.kept?.has_passcode ? t.passcodeKept : t.passcodeHint} name="passcode" value={form.passcode}
          error={form.passcodeError} disabled={form.removesPasscode} autoCapitalize="none" spellCheck={false}
          onChange={(event) => form.setPasscode(event.target.value)}
        />
        {form.kept?.has_passcode && (
          <Checkbox label={t.removePasscode} checked={form.removesPasscode} onChange={(event) => form.setRemovesPasscode(event.target.checked)} />
        )}
      </form>
    </Dialog>
  );
}

/** Where readers find it. */
function Address({ share: kept }: { share: Share }) {
  const t = useShareWords();
  return (
    <div className="copy-line">
      <span className="copy-line-label">{t.address}</span>
      <code>{kept.share_url}</code>
      <CopyButton text={kept.share_url} label={t.copyAddress} />
      <a className="button button-secondary button-small" href={`/share/${encodeURIComponent(kept.share_id)}`} target="_blank" rel="noopener noreferrer">
        {t.open}
      </a>
    </div>
  );
}

/** What is chosen, what is wrong with it, and sending it. */
function useShareForm(id: string, preview: SharePreview) {
  const t = useShareWords();
  const words = useChatWords();
  const common = useCommon();
  const [kept, setKept] = useState<Share | null>(preview.share);
  const [last, setLast] = useState(() => lastShown(preview));
  const [expiry, setExpiry] = useState<Expiry>(() => expiryOfShare(preview.share));
  const [passcode, setPasscode] = useState("");
  const [removesPasscode, setRemovesPasscode] = useState(false);
  const [wrong, setWrong] = useState<{ expiry?: string; passcode?: string; form?: string }>({});
  const [isBusy, setBusy] = useState(false);

  async function attempt(act: () => Promise<void>): Promise<boolean> {
    setBusy(true);
    try {
      await act();
      return true;
    } catch (error) {
      setWrong({ form: error instanceof ApiError ? explain(error) : words.actionFailed });
      return false;
    } finally {
      setBusy(false);
    }
  }

  async function send(event: FormEvent) {
    event.preventDefault();
    const now = Math.floor(Date.now() / 1000);
    const end = expiryOf(expiry, now);
    const length = new TextEncoder().encode(passcode).length;
    const isWrongLength = passcode !== "" && (length < least || length > most);
    const problems = { ...(isPast(end, now) ? { expiry: common.expiry.past } : {}), ...(isWrongLength ? { passcode: t.passcodeLength } : {}) };
    setWrong(problems);
    if (isBusy || Object.keys(problems).length > 0) return;
    const change: ShareChange = { expires_at: end, ...(removesPasscode ? { passcode: null } : passcode ? { passcode } : {}) };
    await attempt(async () => {
      const now = await share(id, last, change);
      setKept(now);
      setExpiry(expiryOfShare(now));
      setPasscode("");
      setRemovesPasscode(false);
      toast(t.shared);
    });
  }

  return {
    kept, last, setLast, expiry, passcode, setPasscode, removesPasscode, setRemovesPasscode, isBusy, send,
    changeExpiry: (part: Partial<Expiry>) => setExpiry((old) => ({ ...old, ...part })),
    expiryError: wrong.expiry ?? null,
    passcodeError: wrong.passcode ?? null,
    message: wrong.form ?? null,
    /** Whether it was done. */
    stop: (which: Share) =>
      attempt(async () => {
        await revoke(which.share_id);
        toast(t.stopped);
      }),
  };
}

/** Seven days, unless the share that is there says otherwise; one that has ended gets seven days anew. */
function expiryOfShare(kept: Share | null): Expiry {
  const isOver = kept?.expires_at != null && kept.expires_at * 1000 <= Date.now();
  return kept && !isOver ? expiryAt(kept.expires_at) : { expiry: "7", date: "" };
}

function lastShown({ messages, share: kept }: SharePreview): string {
  const shown = messages.find((message) => message.id === kept?.current_node_id);
  return shown?.id ?? messages[messages.length - 1]?.id ?? "";
}
