import { useEffect, useState } from "react";
import { api, ApiError } from "../shared/api";
import { explain, useCommon } from "../shared/locales/common";
import { useWelcomeWords } from "./text";
import { Button } from "../shared/ui/Button";
import { isolated, Sentence } from "../shared/ui/Sentence";
import { Spinner } from "../shared/ui/Spinner";
import { Frame } from "./Frame";
import { isLinkOf, rememberLink } from "./knownLink";

interface Person {
  id: number;
  username: string;
  display_name?: string;
}

type Stage = { kind: "working" } | { kind: "asking"; person: Person } | { kind: "invalid" } | { kind: "failed"; error: ApiError };

/** Exchanges a personal link for a session. Without a fragment the server may hold the token in a cookie of one minute. */
export function SharePage({ token }: { token: string }) {
  const t = useWelcomeWords();
  const [stage, setStage] = useState<Stage>({ kind: "working" });

  useEffect(() => void arrive(token, setStage), [token]);

  switch (stage.kind) {
    case "working":
      return (
        <Frame title={t.shareTitle}>
          <p className="welcome-working">
            <Spinner />
            <span role="status">{t.shareChecking}</span>
          </p>
        </Frame>
      );
    case "asking":
      return <Asking person={stage.person} onUse={() => void open(token, setStage)} />;
    case "invalid":
      return (
        <Frame title={t.shareInvalidTitle}>
          <p role="alert">{t.shareInvalidText}</p>
          <a href="/login">{t.signInInstead}</a>
        </Frame>
      );
    case "failed":
      return <Failed error={stage.error} onRetry={() => void open(token, setStage)} />;
  }
}

function Asking({ person, onUse }: { person: Person; onUse: () => void }) {
  const t = useWelcomeWords();
  const name = person.display_name || person.username;
  return (
    <Frame title={t.shareAskTitle(isolated(name))}>
      <p>
        <Sentence text={t.shareAskText(isolated(name))} />
      </p>
      <div className="welcome-actions">
        <Button variant="primary" onClick={onUse}>
          {t.shareUse}
        </Button>
        <a className="button button-secondary" href="/">
          <span>
            <Sentence text={t.shareStay(isolated(name))} />
          </span>
        </a>
      </div>
    </Frame>
  );
}

function Failed({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  const t = useWelcomeWords();
  const common = useCommon();
  return (
    <Frame title={t.shareFailedTitle}>
      <p role="alert">{explain(error)}</p>
      <Button variant="primary" onClick={onRetry}>
        {common.retry}
      </Button>
    </Frame>
  );
}

async function arrive(token: string, setStage: (stage: Stage) => void): Promise<void> {
  const person = await api<Person>("GET", "/api/user/self", undefined, { allowsStrangers: true }).catch(() => null);
  if (person && !isLinkOf(token, person.id)) setStage({ kind: "asking", person });
  else await open(token, setStage);
}

async function open(token: string, setStage: (stage: Stage) => void): Promise<void> {
  setStage({ kind: "working" });
  try {
    const options = { allowsStrangers: true };
    const data = await api<{ user?: Person } | null>("POST", "/api/session/share", { share_token: token }, options);
    if (data?.user && token) rememberLink(token, data.user.id);
    location.replace("/");
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const isRefused = error.status === 400 || error.status === 401 || error.status === 403 || error.status === 422;
    setStage(isRefused ? { kind: "invalid" } : { kind: "failed", error });
  }
}
