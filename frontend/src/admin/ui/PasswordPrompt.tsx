import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { api, onPasswordWanted } from "../../shared/api";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { TextField } from "../../shared/ui/Field";
import { useSelf } from "../self";
import { useText } from "../text";
import { useSubmit } from "../useSubmit";
import { Banner } from "../../shared/ui/Banner";

type Answer = (isGiven: boolean) => void;

/** Asks for the password whenever the server wants it again; the call that was refused then goes on. One a page. */
export function PasswordPrompt() {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const returnTo = useLastFocus(answer === null);

  useEffect(() => onPasswordWanted(() => new Promise((resolve) => setAnswer(() => resolve))), []);

  if (!answer) return null;
  function finish(isGiven: boolean) {
    answer?.(isGiven);
    setAnswer(null);
    // The button that began it is enabled again a moment later.
    requestAnimationFrame(() => requestAnimationFrame(() => returnTo.current?.focus()));
  }
  return <PasswordDialog onGiven={() => finish(true)} onClose={() => finish(false)} />;
}

function PasswordDialog({ onGiven, onClose }: { onGiven: () => void; onClose: () => void }) {
  const t = useText().confirmPassword;
  const common = useCommon();
  const self = useSelf();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState("");
  const submit = useSubmit(["password"]);

  useEffect(() => {
    if (submit.round > 0) input.current?.select();
  }, [submit.round]);

  async function send(event: FormEvent) {
    event.preventDefault();
    const isDone = await submit.run({ password: password ? null : t.missing }, async () => {
      await api("POST", "/api/user/confirm", { password });
    });
    if (isDone) onGiven();
  }

  return (
    <Dialog
      title={t.title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button variant="primary" type="submit" form={id} busy={submit.isBusy}>{common.confirm}</Button>
        </>
      }
    >
      <form id={id} className="form" noValidate onSubmit={(event) => void send(event)}>
        {submit.message && <Banner tone="bad" role="alert">{submit.message}</Banner>}
        <p>{t.text}</p>
        <input type="text" name="username" autoComplete="username" value={self?.username ?? ""} readOnly hidden />
        <TextField
          ref={input}
          label={common.password}
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          error={submit.fields["password"]}
          onChange={(event) => {
            setPassword(event.target.value);
            submit.forget("password");
          }}
          data-autofocus
        />
      </form>
    </Dialog>
  );
}

/** The element that had the focus last while `isWatching`: a button that is disabled while its act runs loses it. */
function useLastFocus(isWatching: boolean) {
  const last = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (!isWatching) return;
    const note = (event: FocusEvent) => {
      if (event.target instanceof HTMLElement) last.current = event.target;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, [isWatching]);
  return last;
}
