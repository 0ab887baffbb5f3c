import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { type KeyDraft, keyDraftOf, keyFieldsOf, lifetimes, problemsOfKey } from "../../shared/keys/draft";
import { ExpiryFields } from "../../shared/expiry/ExpiryFields";
import { type ApiKey, keys } from "../../shared/keys/keys";
import { useCommon } from "../../shared/locales/common";
import { useKeyWords } from "../../shared/keys/text";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { AreaField, TextField } from "../../shared/ui/Field";
import { isolated } from "../../shared/ui/Sentence";
import { refusalAt, refusalWords } from "../refusal/refusal";
import { KeyModels } from "./KeyModels";

const fieldNames = ["name", "expired_time", "model_limits", "allow_ips", "remain_quota"];

export interface SavedKey {
  name: string;
  /** Without `sk-`. */
  key: string;
  models: readonly string[];
}

/** Makes a key, or changes one. */
export function KeyForm({ item, onSaved, onClose }: { item: ApiKey | null; onSaved: (saved: SavedKey) => void; onClose: () => void }) {
  const t = useKeyWords();
  const common = useCommon();
  const id = useId();
  const frame = useRef<HTMLFormElement>(null);
  const form = useForm(item, onSaved);
  const { draft, change, errors } = form;

  useEffect(() => {
    if (Object.values(errors).some(Boolean)) frame.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [errors]);

  return (
    <Dialog
      title={item ? t.editTitle(isolated(item.name)) : t.createTitle}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button variant="primary" type="submit" form={id} busy={form.isBusy}>{item ? common.save : t.create}</Button>
        </>
      }
    >
      <form id={id} ref={frame} className="form" noValidate autoComplete="off" onSubmit={form.send}>
        {form.message && <p className="form-error" role="alert">{form.message}</p>}
        <TextField
          label={t.name} hint={t.nameHint} name="name" value={draft.name} error={errors["name"]} required data-autofocus
          onChange={(event) => change({ name: event.target.value }, "name")}
        />
        <ExpiryFields
          value={draft} lifetimes={lifetimes} name="expired_time" error={errors["expired_time"]}
          onChange={(part) => change(part, "expired_time")}
        />
        <KeyModels draft={draft} error={errors["model_limits"]} onChange={(part) => change(part, "model_limits")} />
        <TextField
          label={t.left} hint={t.leftHint} name="remain_quota" inputMode="decimal" value={draft.left} error={errors["remain_quota"]}
          onChange={(event) => change({ left: event.target.value }, "remain_quota")}
        />
        <AreaField
          label={t.allowed} hint={t.allowedHint} name="allow_ips" value={draft.addresses} error={errors["allow_ips"]} rows={3}
          className="mono" autoCapitalize="none" spellCheck={false} onChange={(event) => change({ addresses: event.target.value }, "allow_ips")}
        />
      </form>
    </Dialog>
  );
}

/** What is typed, what is wrong with it, and sending it. */
function useForm(item: ApiKey | null, onSaved: (saved: SavedKey) => void) {
  const t = useKeyWords();
  const { expiry } = useCommon();
  const [draft, setDraft] = useState<KeyDraft>(() => keyDraftOf(item));
  const [errors, setErrors] = useState<Record<string, string | null>>({});
  const [message, setMessage] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  function change(part: Partial<KeyDraft>, field: string) {
    setDraft((old) => ({ ...old, ...part }));
    setErrors((old) => (old[field] ? { ...old, [field]: null } : old));
  }

  async function save() {
    const now = Math.floor(Date.now() / 1000);
    const problems = problemsOfKey(draft, now, t, expiry.past);
    setMessage(null);
    setErrors(problems);
    if (isBusy || Object.values(problems).some(Boolean)) return;
    setBusy(true);
    try {
      const fields = keyFieldsOf(draft, now, item);
      const { key } = await (item ? keys.change(item.id, fields) : keys.create(fields));
      onSaved({ name: fields.name, key, models: draft.isLimited ? draft.models : [] });
    } catch (error) {
      const atField = refusalAt(error, fieldNames);
      if (atField) setErrors(atField);
      else setMessage(refusalWords(error));
      setBusy(false);
    }
  }

  function send(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    void save();
  }

  return { draft, errors, message, isBusy, change, send };
}
