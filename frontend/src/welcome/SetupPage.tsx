import { type FormEvent, useEffect, useState } from "react";
import { api, ApiError } from "../shared/api";
import { explain, useCommon } from "../shared/locales/common";
import { useWelcomeWords } from "../shared/locales/welcome";
import { Button } from "../shared/ui/Button";
import { TextField } from "../shared/ui/Field";
import { Spinner } from "../shared/ui/Spinner";
import { Frame } from "./Frame";
import { PasswordField } from "./PasswordField";

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
        <p className="form-error">{t.setupNoToken}</p>
      )}
    </Frame>
  );
}

function SetupForm({ token, onAlreadyDone }: { token: string; onAlreadyDone: () => void }) {
  const t = useWelcomeWords();
  const common = useCommon();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [repeated, setRepeated] = useState("");
  const [hasTried, setTried] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const length = [...password].length;
  const isLengthWrong = length < 8 || length > 128;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    setError(null);
    if (!username.trim() || isLengthWrong || password !== repeated) return;
    setBusy(true);
    try {
      await api("POST", "/api/setup", { token, username: username.trim(), password }, { allowsStrangers: true });
      location.replace("/admin");
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      if (problem.status === 409) return onAlreadyDone();
      setError(problem);
      setBusy(false);
    }
  }

  return (
    <form className="welcome-form" noValidate onSubmit={(event) => void submit(event)}>
      <p>{t.setupText}</p>
      <TextField
        label={common.username}
        value={username}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        error={hasTried && !username.trim() ? t.nameMissing : null}
        onChange={(event) => setUsername(event.target.value)}
      />
      <PasswordField
        label={common.password}
        value={password}
        onChange={setPassword}
        isNew
        hasHint
        error={hasTried && isLengthWrong ? t.passwordLength : null}
      />
      <PasswordField
        label={t.setupRepeat}
        value={repeated}
        onChange={setRepeated}
        isNew
        error={hasTried && password !== repeated ? t.passwordsDiffer : null}
      />
      {error && (
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
