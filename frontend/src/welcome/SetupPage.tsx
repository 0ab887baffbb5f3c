import { type FormEvent, useEffect, useState } from "react";
import { characters, isPasswordLength, longest } from "../shared/lengths";
import { api, ApiError } from "../shared/api";
import { explain, useCommon } from "../shared/locales/common";
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
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [repeated, setRepeated] = useState("");
  const [hasTried, setTried] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isLengthWrong = !isPasswordLength(password);
  const nameLength = characters(username.trim());
  const nameProblem = nameLength === 0 ? t.nameMissing : nameLength > longest.username ? common.tooLong(longest.username, nameLength) : null;
  const { form, failed } = useFirstProblem();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    setError(null);
    if (nameProblem || isLengthWrong || password !== repeated) return failed();
    setBusy(true);
    try {
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

  return (
    <form ref={form} className="welcome-form" noValidate onSubmit={(event) => void submit(event)}>
      <p>{t.setupText}</p>
      <TextField
        label={common.username}
        value={username}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        error={hasTried ? (nameProblem ?? refusedAt(error, "username")) : null}
        onChange={(event) => {
          setUsername(event.target.value);
          setError(null);
        }}
      />
      <PasswordField
        label={common.password}
        value={password}
        onChange={(value) => {
          setPassword(value);
          setError(null);
        }}
        isNew
        hasHint
        error={hasTried ? (isLengthWrong ? t.passwordLength : refusedAt(error, "password")) : null}
      />
      <PasswordField
        label={t.setupRepeat}
        value={repeated}
        onChange={setRepeated}
        isNew
        error={hasTried && password !== repeated ? t.passwordsDiffer : null}
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
