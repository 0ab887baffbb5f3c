/** How an upstream is reached: its kind, its address and its key. */
import { type ReactNode, useState } from "react";
import { Button } from "../../shared/ui/Button";
import { AreaField, Select, TextField } from "../../shared/ui/Field";
import { type Account, AccountType, type KeyOrder, keyOrders, type Provider } from "./types";
import { useAccountText } from "./text";
import { type Draft, keysTyped, movesKey } from "./draft";
import { typeOptions } from "./providers";

export function TypeField({ type, providers, error, onChange }: {
  type: number;
  providers: readonly Provider[];
  error: string | undefined;
  onChange: (type: number) => void;
}) {
  const t = useAccountText().accounts;
  return (
    <Select
      label={t.type} hint={type === AccountType.demo ? t.typeDemoHint : undefined}
      name="type" error={error} value={String(type)} options={typeOptions(t, providers, type)}
      onChange={(type) => onChange(Number(type))}
    />
  );
}

/** `address` is the whole URL that questions will go to, as far as it is known. */
export function AddressField({ typed, usualURL, error, warning, address, onChange }: {
  typed: string;
  /** What stands for an empty one; empty where it must not be. */
  usualURL: string;
  error: string | undefined;
  warning: ReactNode;
  address: string;
  onChange: (change: Partial<Draft>) => void;
}) {
  const { accounts: t, upstream } = useAccountText();
  return (
    <TextField
      label={t.baseURL} hint={warning || (address ? upstream.address(address) : t.baseURLHint)}
      name="base_url" error={error} value={typed} required={usualURL === ""} placeholder={usualURL}
      inputMode="url" autoCapitalize="none" spellCheck={false} onChange={(event) => onChange({ baseURL: event.target.value })}
    />
  );
}

/** One key, or several, one on each line. */
export function KeyField({ account, draft, usualURL, error, onChange, onOrder }: {
  account: Account | null;
  draft: Draft;
  usualURL: string;
  error: string | undefined;
  onChange: (key: string) => void;
  onOrder: (order: KeyOrder) => void;
}) {
  const { accounts: t, keys } = useAccountText();
  const isMoved = movesKey(draft, account, usualURL);
  const hint = !account ? t.keyHintNew : !account.has_key ? t.keyMissing : account.channel_info?.is_multi_key ? keys.hintEdit : t.keyHintEdit;
  const hasSeveral = keysTyped(draft.key) > 1 || (!draft.key.trim() && account?.channel_info?.is_multi_key === true);
  const [isMany, setMany] = useState(false);
  const field = {
    label: t.key, name: "key", error, value: draft.key, spellCheck: false, hint: isMoved ? <span className="warn-text">{t.keyMoved}</span> : hint,
  };
  return (
    <>
      {isMany ? (
        <AreaField {...field} className="secret-area" rows={5} autoComplete="off" autoCapitalize="none" onChange={(event) => onChange(event.target.value)} />
      ) : (
        <TextField
          {...field} type="password" autoComplete="new-password" onChange={(event) => onChange(event.target.value)}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData("text");
            // Its lines would become one key.
            if (!pasted.trim().includes("\n")) return;
            event.preventDefault();
            setMany(true);
            onChange(pasted);
          }}
        />
      )}
      {!isMany && <div><Button size="small" onClick={() => setMany(true)}>{keys.several}</Button></div>}
      {hasSeveral && (
        <Select
          label={keys.order} hint={keys.orderHint} name="multi_key_mode" value={draft.keyOrder ?? account?.channel_info?.multi_key_mode ?? "random"}
          options={keyOrders.map((value) => ({ value, label: keys.orders[value] }))} onChange={onOrder}
        />
      )}
    </>
  );
}
