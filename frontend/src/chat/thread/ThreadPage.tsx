import { useEffect, useState } from "react";
import { LazyModule } from "../../shared/lazyModule";
import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { Button, IconButton } from "../../shared/ui/Button";
import { EmptyState } from "../../shared/ui/EmptyState";
import { isolated, Sentence } from "../../shared/ui/Sentence";
import { Spinner } from "../../shared/ui/Spinner";
import { ListIcon, NewChatIcon, ShareIcon, SidebarIcon, WarningIcon } from "../../shared/ui/icons";
import { Announcer } from "./Announcer";
import { Composer } from "../composer/Composer";
import { endingOf } from "../answer/endings";
import { answerText } from "./message";
import { MessageList } from "./MessageList";
import { ModelPicker } from "../models/ModelPicker";
import { QuotaPill } from "../quota/QuotaPill";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";
import { shareDialog } from "../list/ConversationRow";
import { Extras } from "../extras/Extras";
import { isUntitled, shownTitle } from "../list/title";
import { type DialogCode, LazyDialog } from "../settings/LazyDialog";
import type { Thread } from "./thread";
import { cutAt, pathTo } from "./tree";
import { TrashedBar } from "../list/TrashedBar";
import { TemporaryToggle } from "./Temporary";
import type { ThreadState } from "./threadState";
import { useModel } from "../models/useModel";
import { siteName } from "../../shared/site";

const outlineDialog: DialogCode<{ thread: Thread }> = new LazyModule(async () => ({ Content: (await import("./OutlineDialog")).OutlineDialog }));

interface ThreadPageProps {
  thread: Thread;
  isSidebarOpen: boolean;
  onOpenSidebar: () => void;
  onNewChat: () => void;
}

/** The open conversation: model and quota above, messages, and the composer below. */
export function ThreadPage({ thread, isSidebarOpen, onOpenSidebar, onNewChat }: ThreadPageProps) {
  const t = useChatWords();
  const state = useStore(thread);
  const model = useModel(state);
  const isReady = useStore(useSession().ready);
  const title = state.isTemporary ? t.temporaryChat : shownTitle(state.title, t);

  useEffect(() => {
    const name = isUntitled(state.title) ? siteName : `${state.title} – ${siteName}`;
    document.title = isReady ? `● ${name}` : name;
  }, [state.title, isReady]);

  return (
    <main className="thread">
      <h1 className="visually-hidden">{title}</h1>
      <header>
        <div className="top-bar">
          {!isSidebarOpen && <IconButton icon={SidebarIcon} label={t.openSidebar} onClick={onOpenSidebar} />}
          {!isSidebarOpen && <IconButton icon={NewChatIcon} label={t.newChat} onClick={onNewChat} />}
          <ModelPicker chosen={model} onChoose={(slug) => thread.note({ chosenModel: slug })} />
          <span className="top-bar-space" />
          <Outline thread={thread} state={state} />
          <Sharing state={state} />
          <QuotaPill model={model} />
          <TemporaryToggle thread={thread} state={state} />
        </div>
        <Extras thread={thread} state={state} />
      </header>
      <Body thread={thread} state={state} model={model} onNewChat={onNewChat} />
      {state.isTrashed && <TrashedBar thread={thread} />}
      {state.load !== "missing" && !state.isTrashed && <Composer thread={thread} state={state} model={model} />}
      <Announcer phase={state.phase} ending={endingIn(state, t)} />
    </main>
  );
}

/** From so many messages on a chat has an outline. */
const longChat = 20;

function Outline({ thread, state }: { thread: Thread; state: ThreadState }) {
  const t = useChatWords();
  const [isOpen, setOpen] = useState(false);
  const isLong = state.load === "ready" && (cutAt(state.tree, state.leaf) !== null || pathTo(state.tree, state.leaf).length > longChat);
  if (!isLong) return null;
  const close = () => setOpen(false);
  return (
    <>
      <IconButton icon={ListIcon} label={t.outline} onClick={() => setOpen(true)} />
      {isOpen && <LazyDialog code={outlineDialog} title={t.outline} more={{ thread }} onClose={close} />}
    </>
  );
}

function Sharing({ state: { id, leaf, load, isTemporary, isTrashed } }: { state: ThreadState }) {
  const t = useChatWords();
  const [isOpen, setOpen] = useState(false);
  if (!id || load !== "ready" || isTemporary || isTrashed) return null;
  const close = () => setOpen(false);
  return (
    <>
      <IconButton icon={ShareIcon} label={t.share} onClick={() => setOpen(true)} />
      {isOpen && <LazyDialog code={shareDialog} title={t.share} wide more={{ id, node: leaf ?? undefined }} onClose={close} />}
    </>
  );
}

/** How the last turn ended, in words. What was refused or not sent says so itself, aloud. */
function endingIn(state: ThreadState, t: ReturnType<typeof useChatWords>): string {
  if (state.refusal || state.unsent) return "";
  const last = state.leaf ? state.tree[state.leaf]?.message : null;
  if (!last || last.role === "user") return state.failure ? t.failureOther : t.finished;
  return endingOf(last, answerText([last]) !== "", t) ?? t.finished;
}

function Body({ thread, state, model, onNewChat }: { thread: Thread; state: ThreadState; model: string; onNewChat: () => void }) {
  const t = useChatWords();
  const common = useCommon();
  if (state.load === "loading") {
    return (
      <div className="thread-place">
        <Spinner size={26} label={common.loading} />
      </div>
    );
  }
  if (state.load === "missing") {
    return (
      <div className="thread-place">
        <EmptyState title={t.missingTitle} action={<Button onClick={onNewChat}>{t.newChat}</Button>}>
          {t.missingText}
        </EmptyState>
      </div>
    );
  }
  if (state.load === "failed") {
    return (
      <div className="thread-place">
        <EmptyState icon={WarningIcon} title={t.loadFailed} action={<Button onClick={() => void thread.load()}>{common.retry}</Button>} />
      </div>
    );
  }
  const isBlank = state.id === null && Object.keys(state.tree).length <= 1;
  if (isBlank) return <Blank thread={thread} state={state} model={model} />;
  return <MessageList thread={thread} state={state} model={model} />;
}

/** A new chat: a greeting, or why nothing can be asked yet. */
function Blank({ thread, state, model }: { thread: Thread; state: ThreadState; model: string }) {
  const t = useChatWords();
  const session = useSession();
  const { models, load } = useStore(session.models);
  const cannotAsk = load === "ready" && models.length === 0;
  return (
    <div className="thread-place">
      {cannotAsk ? (
        <EmptyState
          title={t.noModels}
          action={
            session.isAdmin && (
              <a className="button button-secondary" href="/admin/bindings?new=1">
                {t.bindAccount}
              </a>
            )
          }
        >
          {session.isAdmin ? t.noModelsHintAdmin : t.noModelsHint}
        </EmptyState>
      ) : (
        <div>
          {!state.assistant && (
            <p className="greeting">
              <Sentence text={t.greeting(isolated(session.name))} />
            </p>
          )}
          <Extras thread={thread} state={state} model={model} />
        </div>
      )}
    </div>
  );
}
