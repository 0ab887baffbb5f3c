import { useState } from "react";
import { formatMoment } from "../../shared/i18n";
import { useLoad } from "../../shared/useLoad";
import { Button } from "../../shared/ui/Button";
import { Chip } from "../../shared/ui/Chip";
import { Dialog } from "../../shared/ui/Dialog";
import { AreaField } from "../../shared/ui/Field";
import { isolated } from "../../shared/ui/Sentence";
import { stateWords, timesOf, toneOf } from "../health/words";
import { useHealthText } from "../health/text";
import { errorText } from "../text";
import { Confirm } from "../ui/Confirm";
import { NoticeStrip, useAct, useSay } from "../ui/notices";
import { useSubmit } from "../useSubmit";
import { accounts, type KeyAction } from "./api";
import { useAccountText } from "./text";
import type { Account, AccountKey } from "./types";

/** The keys of an account: how each stands, and what can be done to it. None is ever shown. */
export function Keys({ account, onChanged, onClose }: { account: Account; onChanged: () => void; onClose: () => void }) {
  const t = useAccountText().keys;
  const [hasSeveral, setSeveral] = useState(account.channel_info?.is_multi_key === true);
  const list = useLoad(`keys|${account.id}|${hasSeveral}`, (signal) => (hasSeveral ? accounts.keys(account.id, signal) : Promise.resolve([])));
  const refresh = () => { list.refresh(); onChanged(); };
  return (
    <Dialog title={t.title(isolated(account.name))} wide onClose={onClose}>
      <NoticeStrip>
        <p className="field-hint">{t.intro}</p>
        {Boolean(list.error) && <p className="field-error" role="alert">{errorText(list.error)}</p>}
        <ul className="account-keys">
          {(list.value ?? []).map((key) => <Key key={key.number} account={account} value={key} isLast={list.value?.length === 1} onDone={refresh} />)}
        </ul>
        <AddKeys account={account} onDone={() => { setSeveral(true); refresh(); }} />
      </NoticeStrip>
    </Dialog>
  );
}

function Key({ account, value, isLast, onDone }: { account: Account; value: AccountKey; isLast: boolean; onDone: () => void }) {
  const text = useAccountText();
  const t = text.keys;
  const health = useHealthText().health;
  const { busy, act } = useAct();
  const say = useSay();
  const [isRemoving, setRemoving] = useState(false);
  const name = t.name(value.number, value.key_preview);
  const times = timesOf({ ...value, next_probe: value.until, models: [] }, health, formatMoment);

  const isOff = value.state === "disabled";

  function button(action: KeyAction, label: string, said: string) {
    async function run() {
      if (await act(action, () => accounts.actOnKey(account.id, action, value.number), said)) onDone();
    }
    return <Button size="small" busy={busy === action} aria-label={`${label}: ${name}`} onClick={() => void run()}>{label}</Button>;
  }

  return (
    <li>
      <span className="account-key-words">
        <strong>{name}</strong> <Chip tone={toneOf(value.state)}>{stateWords(value.state, health)}</Chip>
        {value.reason && <small dir="auto">{value.reason}</small>}
        {times && <small>{times}</small>}
      </span>
      <span className="row-actions">
        {value.state !== "healthy" && button("enable_key", isOff ? text.common.enable : health.retry, t.enabled(name))}
        {!isOff && button("disable_key", text.common.disable, t.disabled(name))}
        {!isLast && <Button size="small" aria-label={`${t.remove}: ${name}`} onClick={() => setRemoving(true)}>{t.remove}</Button>}
      </span>
      {isRemoving && (
        <Confirm
          title={t.removeTitle(name)} confirmLabel={t.remove} danger
          act={() => accounts.actOnKey(account.id, "delete_key", value.number)}
          onDone={() => { say(t.removed(name), "success"); onDone(); }} onClose={() => setRemoving(false)}
        >
          {t.removeText}
        </Confirm>
      )}
    </li>
  );
}

function AddKeys({ account, onDone }: { account: Account; onDone: () => void }) {
  const { keys: t, accounts: words } = useAccountText();
  const submit = useSubmit(["key"]);
  const [key, setKey] = useState("");

  async function add() {
    if (!(await submit.run({}, async () => { await accounts.addKeys(account.id, key); }))) return;
    setKey("");
    onDone();
  }

  return (
    <form className="form" noValidate autoComplete="off" onSubmit={(event) => { event.preventDefault(); if (key.trim()) void add(); }}>
      <AreaField
        label={t.add} hint={words.keyHintNew} name="key" className="secret-area" rows={3} error={submit.fields["key"] ?? submit.message ?? undefined}
        value={key} autoComplete="off" autoCapitalize="none" spellCheck={false} onChange={(event) => setKey(event.target.value)}
      />
      <Button type="submit" busy={submit.isBusy} disabled={!key.trim()}>{t.addSubmit}</Button>
    </form>
  );
}
