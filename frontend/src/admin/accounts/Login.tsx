/** Accounts that somebody signs in to: where a login is pasted, what was read of it, and how much of it is used. */
import { useEffect, useState } from "react";
import { formatMoment } from "../../shared/i18n";
import { isolated } from "../../shared/ui/Sentence";
import { TextField } from "../../shared/ui/Field";
import { accounts } from "./api";
import { type Draft, movesKey } from "./draft";
import { facts, windowWords } from "./loginWords";
import { useAccountText } from "./text";
import { type Account, type Login, type UsageWindow, hasLogin } from "./types";

const pause = 400;

/** What the server reads in what is pasted, asked a moment after the last change. */
function useLogin(type: number, key: string): { login: Login | null; problem: string } {
  const [found, setFound] = useState<{ key: string; login: Login | null; problem: string }>({ key: "", login: null, problem: "" });
  useEffect(() => {
    if (!key) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      accounts.checkLogin(type, key, abort.signal).then((answer) => setFound({ key, ...answer }), () => undefined);
    }, pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [type, key]);
  return found.key === key ? found : { login: null, problem: "" };
}

export function LoginField({ account, draft, usualURL, error, onChange }: {
  account: Account | null;
  draft: Draft;
  usualURL: string;
  error: string | undefined;
  onChange: (key: string) => void;
  onOrder?: unknown;
}) {
  const t = useAccountText().login;
  const key = draft.key.trim();
  const { login, problem } = useLogin(draft.type, key);
  const stored = !key && account && hasLogin(account.type) ? account.login : null;
  const isMoved = movesKey(draft, account, usualURL);
  const hint = !account ? t.hintNew : account.has_key ? t.hintEdit : t.missing;
  return (
    <>
      <TextField
        label={t.label} name="key" error={error} value={draft.key} type="password" autoComplete="new-password" spellCheck={false}
        hint={isMoved ? <span className="warn-text">{t.moved}</span> : hint}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="trial-words" role="status">
        {problem && <span className="warn-text" dir="auto">{problem}</span>}
        {login && <Facts words={t.read} login={login} />}
        {stored && <Facts words={t.stored} login={stored} />}
      </div>
      {stored && <Windows windows={account?.windows} />}
    </>
  );
}

function Facts({ words, login }: { words: string; login: Login }) {
  const t = useAccountText().login;
  return <p className="field-hint">{words} {facts(login, t, formatMoment).map((fact) => isolated(fact)).join(" · ")}</p>;
}

/** How much of the account is used, one line for each window. */
export function Windows({ windows }: { windows: UsageWindow[] | undefined }) {
  const t = useAccountText().login;
  return <>{(windows ?? []).map((window) => <small key={window.name} dir="auto">{windowWords(window, t, formatMoment)}</small>)}</>;
}
