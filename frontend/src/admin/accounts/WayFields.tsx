/** How an upstream is reached: its kind, its address and its key. */
import type { ReactNode } from "react";
import { Select, TextField } from "../../shared/ui/Field";
import { type Account, AccountType } from "./types";
import { useAccountText } from "./text";
import { type Draft, movesKey } from "./draft";
import { typeName } from "./words";

export function TypeField({ type, error, onChange }: { type: number; error: string | undefined; onChange: (type: number) => void }) {
  const t = useAccountText().accounts;
  const types = [...new Set([AccountType.openAI, AccountType.demo, type])];
  return (
    <Select
      label={t.type} hint={type === AccountType.demo ? t.typeDemoHint : undefined}
      name="type" error={error} value={String(type)} options={types.map((type) => ({ value: String(type), label: typeName(t, type) }))}
      onChange={(type) => onChange(Number(type))}
    />
  );
}

/** `address` is the whole URL that questions will go to, as far as it is known. */
export function AddressField({ typed, error, warning, address, onChange }: {
  typed: string;
  error: string | undefined;
  warning: ReactNode;
  address: string;
  onChange: (change: Partial<Draft>) => void;
}) {
  const { accounts: t, upstream } = useAccountText();
  return (
    <TextField
      label={t.baseURL} hint={warning || (address ? upstream.address(address) : t.baseURLHint)}
      name="base_url" error={error} value={typed} required
      inputMode="url" autoCapitalize="none" spellCheck={false} onChange={(event) => onChange({ baseURL: event.target.value })}
    />
  );
}

export function KeyField({ account, draft, error, onChange }: {
  account: Account | null;
  draft: Draft;
  error: string | undefined;
  onChange: (key: string) => void;
}) {
  const t = useAccountText().accounts;
  const isMoved = movesKey(draft, account);
  const hint = !account ? t.keyHintNew : account.has_key ? t.keyHintEdit : t.keyMissing;
  return (
    <TextField
      label={t.key} name="key" error={error} value={draft.key} type="password" autoComplete="new-password" spellCheck={false}
      hint={isMoved ? <span className="warn-text">{t.keyMoved}</span> : hint}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
