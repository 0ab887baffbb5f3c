import { type FormEvent, useEffect, useState } from "react";
import { characters, isPasswordLength, longest } from "../shared/lengths";
import { api, ApiError } from "../shared/api";
import { explain, useCommon } from "../shared/locales/common";
import type { Common } from "../shared/locales/common.en";
import type { WelcomeWords } from "./en";
import { useWelcomeWords } from "./text";
import { Button } from "../shared/ui/Button";
import { TextField } from "../shared/ui/Field";
import { Spinner } from "../shared/ui/Spinner";
import { Frame } from "./Frame";
import { isAtField, refusedAt } from "./fieldErrors";
import { PasswordField } from "./PasswordField";
import { useFirstProblem } from "./useFirstProblem";

/** The first administrator, by the link that the server prints at its start. */
export function SetupPage({ token }: { token: string }) {
  const t = useWelcomeWords();
  const common = useCommon();
  const [isDone, setDone] = useState<boolean | null>(null);

  useEffect(() => {
    api<{ status?: boolean } | null>("GET", "/api/setup", undefined, { allowsStrangers: true }).then(
      (data) => setDone(data?.status === true),
      () => setDone(false),
    );
  }, []);

  if (isDone === null) {
    return (
      <Frame title={t.setupTitle}>
        <Spinner label={common.loading} />
      </Frame>
    );
  }
  if (isDone) {
    return (
      <Frame title={t.setupDoneTitle}>
        <p>{t.setupDoneText}</p>
        <a className="button button-primary" href="/login">
          {t.loginTitle}
        </a>
      </Frame>
    );
  }
  return (
    <Frame title={t.setupTitle}>
      {token ? (
        <SetupForm token={token} onAlreadyDone={() => setDone(true)} />
      ) : (
        <p>{t.setupNoToken}</p>
      )}
    </Frame>
  );
}

function SetupForm({ token, onAlreadyDone }: { token: string; onAlreadyDone: () => void }) {
  const t = useWelcomeWords();
  const common = useCommon();
  const { draft, change, repeat, problems, hasTried, error, isBusy, form, submit } = useSetup(token, onAlreadyDone);
  return (
    <form ref={form} className="welcome-form" noValidate onSubmit={(event) => void submit(event)}>
      <p>{t.setupText}</p>
      <TextField
        label={common.username}
        value={draft.username}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        error={hasTried ? (problems.username ?? refusedAt(error, "username")) : null}
        onChange={(event) => change({ username: event.target.value })}
      />
      <PasswordField
        label={common.password}
        value={draft.password}
        onChange={(password) => change({ password })}
        isNew
        hasHint
        error={hasTried ? (problems.password ?? refusedAt(error, "password")) : null}
      />
      <PasswordField
        label={t.setupRepeat}
        value={draft.repeated}
        onChange={repeat}
        isNew
        error={hasTried ? problems.repeated : null}
      />
      {error && !isAtField(error) && (
        <p className="form-error" role="alert">
          {error.status === 403 ? t.setupToken : explain(error)}
        </p>
      )}
      <Button variant="primary" type="submit" busy={isBusy}>
        {t.setupButton}
      </Button>
    </form>
  );
}

interface Draft {
  username: string;
  password: string;
  repeated: string;
}

/** What is typed, what is wrong with it, and sending it. */
function useSetup(token: string, onAlreadyDone: () => void) {
  const t = useWelcomeWords();
  const common = useCommon();
  const [draft, setDraft] = useState<Draft>({ username: "", password: "", repeated: "" });
  const [hasTried, setTried] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { form, failed } = useFirstProblem();
  const problems = problemsOf(draft, t, common);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    setError(null);
    if (problems.username || problems.password || problems.repeated) return failed();
    setBusy(true);
    try {
      const { username, password } = draft;
      await api("POST", "/api/setup", { token, username: username.trim(), password }, { allowsStrangers: true });
      location.replace("/admin");
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      if (problem.status === 409) return onAlreadyDone();
      setError(problem);
      setBusy(false);
      failed();
    }
  }

  /** What the server refused may be right after it. */
  function change(part: Pick<Draft, "username"> | Pick<Draft, "password">) {
    setDraft((old) => ({ ...old, ...part }));
    setError(null);
  }

  return { draft, change, repeat: (repeated: string) => setDraft((old) => ({ ...old, repeated })), problems, hasTried, error, isBusy, form, submit };
}

function problemsOf({ username, password, repeated }: Draft, t: WelcomeWords, common: Common): Record<keyof Draft, string | null> {
  const length = characters(username.trim());
  return {
    username: length === 0 ? t.nameMissing : length > longest.username ? common.tooLong(longest.username, length) : null,
    password: isPasswordLength(password) ? null : t.passwordLength,
    repeated: password === repeated ? null : t.passwordsDiffer,
  };
}
