import { useEffect, useState } from "react";
import { ApiError, onSessionLost } from "../../shared/api";
import { useChatWords } from "../text";
import { explain, useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { EmptyState } from "../../shared/ui/EmptyState";
import { Spinner } from "../../shared/ui/Spinner";
import { WarningIcon } from "../../shared/ui/icons";
import { ChatPage } from "./ChatPage";
import { ChatSession, fetchUser, SessionProvider } from "../session/session";

type Stage = { kind: "asking" } | { kind: "ready"; session: ChatSession } | { kind: "lost" } | { kind: "failed"; error: ApiError };

/** Finds out who is signed in, then shows the chat; shows a page of its own when the session ends. */
export function Start() {
  const [stage, setStage] = useState<Stage>({ kind: "asking" });

  useEffect(() => onSessionLost(() => setStage({ kind: "lost" })), []);
  useEffect(() => void begin(setStage), []);
  useEffect(() => {
    if (stage.kind !== "ready") return;
    // Somebody else may have signed in from another tab: nothing of the first may stay on the page.
    const look = () => {
      if (document.visibilityState === "visible") void checkStillSame(stage.session, () => setStage({ kind: "lost" }));
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [stage]);

  if (stage.kind === "asking") return <Loading />;
  if (stage.kind === "lost") return <SessionLost />;
  if (stage.kind === "failed") return <Failed error={stage.error} onRetry={() => void begin(setStage)} />;
  return (
    <SessionProvider value={stage.session}>
      <ChatPage />
    </SessionProvider>
  );
}

async function begin(setStage: (stage: Stage) => void): Promise<void> {
  setStage({ kind: "asking" });
  try {
    const session = new ChatSession(await fetchUser());
    session.start();
    setStage({ kind: "ready", session });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) location.replace("/login");
    else setStage({ kind: "failed", error });
  }
}

async function checkStillSame(session: ChatSession, onLost: () => void): Promise<void> {
  try {
    const user = await fetchUser();
    if (user.id !== session.user.id) location.reload();
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) onLost();
  }
}

function Loading() {
  const t = useCommon();
  return (
    <main className="whole-page">
      <Spinner size={28} label={t.loading} />
    </main>
  );
}

function SessionLost() {
  const t = useChatWords();
  return (
    <main className="whole-page">
      <EmptyState
        title={t.sessionLostTitle}
        action={
          <a className="button button-primary" href="/login">
            {t.signIn}
          </a>
        }
      >
        {t.sessionLostText}
      </EmptyState>
    </main>
  );
}

function Failed({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  const t = useChatWords();
  const common = useCommon();
  return (
    <main className="whole-page">
      <EmptyState icon={WarningIcon} title={t.cannotStart} action={<Button onClick={onRetry}>{common.retry}</Button>}>
        {explain(error)}
      </EmptyState>
    </main>
  );
}
