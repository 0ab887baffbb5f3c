import { type FormEvent, useState } from "react";
import { api, ApiError } from "../shared/api";
import { explain, useCommon } from "../shared/locales/common";
import { useWelcomeWords } from "./text";
import { isAdmin } from "../shared/roles";
import { Button } from "../shared/ui/Button";
import { TextField } from "../shared/ui/Field";
import { Frame } from "./Frame";
import { PasswordField } from "./PasswordField";
import { useFirstProblem } from "./useFirstProblem";

/** Signing in by name and password; administrators go to the panel, members to the chat. */
export function LoginPage() {
  const t = useWelcomeWords();
  const common = useCommon();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [hasTried, setTried] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { form, failed } = useFirstProblem();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    setError(null);
    if (!username.trim() || !password) return failed();
    setBusy(true);
    try {
      const body = { username: username.trim(), password };
      const user = await api<{ role?: number } | null>("POST", "/api/user/login", body, { allowsStrangers: true });
      location.replace(isAdmin(user?.role) ? "/admin" : "/");
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      setError(problem);
      setBusy(false);
    }
  }

  return (
    <Frame title={t.loginTitle}>
      <form ref={form} className="welcome-form" noValidate onSubmit={(event) => void submit(event)}>
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
          isNew={false}
          error={hasTried && !password ? t.passwordMissing : null}
        />
        {error && (
          <p className="form-error" role="alert">
            {error.status === 401 ? t.loginWrong : error.status === 403 ? t.loginDisabled : explain(error)}
          </p>
        )}
        <Button variant="primary" type="submit" busy={isBusy}>
          {t.loginButton}
        </Button>
      </form>
      <p className="welcome-note">{t.loginHint}</p>
    </Frame>
  );
}
