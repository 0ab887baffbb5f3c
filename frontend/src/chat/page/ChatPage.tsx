import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { SearchDialog } from "../search/SearchDialog";
import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { names } from "../../shared/names";
import { Sidebar } from "./Sidebar";
import type { Thread } from "../thread/thread";
import { ThreadPage } from "../thread/ThreadPage";
import { route } from "./route";
import { type ChatSession, useSession } from "../session/session";
import { useStore } from "../../shared/store";
import { useShortcuts } from "./shortcuts";
import { useActs } from "../list/acts";
import { LazyModule } from "../../shared/lazyModule";
import { type DialogCode, LazyDialog } from "../settings/LazyDialog";
import { copyCode, copyReply } from "./copyLast";
import { useVisibleHeight } from "./viewport";

const shortcutsDialog: DialogCode = new LazyModule(async () => ({ Content: (await import("../choices/ShortcutsDialog")).ShortcutsDialog }));

const narrow = "(max-width: 767px)";

/** The whole page: the conversations at the side (a drawer on phones) and the open one. */
export function ChatPage() {
  const session = useSession();
  const t = useCommon();
  const words = useChatWords();
  const id = useStore(route);
  const thread = session.threads.at(id);
  const [isOpen, setOpen] = useState(() => !matchMedia(narrow).matches && session.storage.get("sidebar") !== "closed");

  const [isSearching, setSearching] = useState(false);
  const [isListing, setListing] = useState(false);

  useShown(session, thread);

  function setSidebar(open: boolean) {
    setOpen(open);
    if (!matchMedia(narrow).matches) session.storage.set("sidebar", open ? "" : "closed");
  }

  function go(to: string | null) {
    route.go(to);
    if (matchMedia(narrow).matches) setOpen(false);
    if (to === null) requestAnimationFrame(() => document.getElementById("composer")?.focus());
  }

  function goTo(conversation: string | null, message: string | null) {
    setSearching(false);
    go(conversation);
    if (message) session.threads.at(conversation).seek(message);
  }

  const acts = useActs(go);
  useVisibleHeight();
  useShortcuts({
    deleteChat: () => id !== null && void acts.remove([id]),
    newChat: () => go(null),
    toggleSidebar: () => setSidebar(!isOpen),
    // At once, so that the next key already goes into the search.
    search: () => flushSync(() => setSearching(true)),
    focusComposer: () => document.getElementById("composer")?.focus(),
    stop: () => thread.get().phase !== null && void thread.stop(),
    copyReply: () => copyReply(thread),
    copyCode,
    list: () => setListing(true),
  }, session.choices);

  return (
    <div className={names("app", isOpen && "app-with-sidebar")}>
      <a className="skip-link" href="#composer">
        {t.skipToContent}
      </a>
      {isOpen && <button type="button" className="drawer-backdrop" aria-label={words.closeSidebar} onClick={() => setSidebar(false)} />}
      <Sidebar isOpen={isOpen} openId={id} onGo={go} onSearch={() => setSearching(true)} onClose={() => setSidebar(false)} onShowShortcuts={() => setListing(true)} />
      <ThreadPage key={thread.key} thread={thread} isSidebarOpen={isOpen} onOpenSidebar={() => setSidebar(true)} onNewChat={() => go(null)} />
      {isListing && <LazyDialog code={shortcutsDialog} title={t.loading} onClose={() => setListing(false)} />}
      {isSearching && <SearchDialog onClose={() => setSearching(false)} onGo={goTo} />}
    </div>
  );
}

/** Loads the thread that is shown, marks it read, and looks again whenever the page is seen again. */
function useShown(session: ChatSession, thread: Thread): void {
  useEffect(() => {
    session.threads.tidy(thread);
    const markRead = () => session.lists.markRead(thread.get().id ?? "");
    markRead();
    void thread.load();
    const look = () => {
      if (document.visibilityState !== "visible") return;
      void thread.load();
      void session.lists.refresh();
      void session.quota.refresh();
    };
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      markRead();
    };
  }, [session, thread]);
}
