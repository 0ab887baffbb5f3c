/** How an upstream is reached: its kind, its address and its key. */
import type { ReactNode } from "react";
import { Select, TextField } from "../../shared/ui/Field";
import { type Account, AccountType, type Provider } from "./types";
import { useAccountText } from "./text";
import { type Draft, movesKey } from "./draft";
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

export function KeyField({ account, draft, usualURL, error, onChange }: {
  account: Account | null;
  draft: Draft;
  usualURL: string;
  error: string | undefined;
  onChange: (key: string) => void;
}) {
  const t = useAccountText().accounts;
  const isMoved = movesKey(draft, account, usualURL);
  const hint = !account ? t.keyHintNew : account.has_key ? t.keyHintEdit : t.keyMissing;
  return (
    <TextField
      label={t.key} name="key" error={error} value={draft.key} type="password" autoComplete="new-password" spellCheck={false}
      hint={isMoved ? <span className="warn-text">{t.keyMoved}</span> : hint}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
