import { route } from "../page/route";
import { Thread } from "./thread";
import type { ThreadHost } from "./threadState";

/** How many answers are followed in the background; every one holds a connection, and browsers allow six to one server. */
const mostInBackground = 2;
/** How many conversations that were shown are held, so that going back to them fetches what changed and no more. */
const mostKept = 8;

/** The conversations that are open in this tab: the shown one, and those whose answers are still being written. */
export class Threads {
  private readonly open = new Map<string, Thread>();
  private readonly listeners = new Set<() => void>();
  private blank: Thread | null = null;
  private marks: ReadonlyMap<string, "running" | "unread"> = new Map();

  constructor(private readonly host: Omit<ThreadHost, "changed">) {}

  /** Which conversations are being written, and which ended unseen. */
  getMarks = (): ReadonlyMap<string, "running" | "unread"> => this.marks;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The thread of a conversation, or a blank one; always the same object for the same place. */
  at(id: string | null): Thread {
    if (id === null) return (this.blank ??= this.make(null));
    const known = this.open.get(id);
    if (known) return known;
    const thread = this.make(id);
    this.open.set(id, thread);
    return thread;
  }

  find(id: string): Thread | undefined {
    return this.open.get(id);
  }

  /** Does this page read the answer that is being written there? */
  isFollowing(id: string): boolean {
    return Boolean(this.open.get(id)?.get().phase);
  }

  /** Called when `shown` has come into view: lets go of what nobody needs. */
  tidy(shown: Thread): void {
    shown.markRead();
    this.moveToEnd(shown);
    const others = [...this.open.values()].filter((thread) => thread !== shown);
    const running = others.filter((thread) => thread.get().phase !== null);
    running.slice(0, Math.max(0, running.length - mostInBackground)).forEach((thread) => thread.detach());
    const idle = others.filter((thread) => !thread.get().phase && !thread.get().isUnread);
    for (const thread of idle.slice(0, -mostKept)) this.open.delete(thread.get().id ?? "");
    for (const thread of idle.slice(-mostKept)) thread.rest();
    this.mark();
  }

  /** The one that was shown last is let go of last. */
  private moveToEnd(thread: Thread): void {
    const { id } = thread.get();
    if (!id || !this.open.delete(id)) return;
    this.open.set(id, thread);
  }

  forget(id: string): void {
    this.open.get(id)?.detach();
    this.open.delete(id);
    this.mark();
  }

  private make(id: string | null): Thread {
    const thread: Thread = new Thread(id, {
      named: (name) => this.named(thread, name),
      titled: (name, title) => this.host.titled(name, title),
      changed: () => this.mark(),
      // What is temporary stands in no list.
      began: (conversation) => thread.get().isTemporary || this.host.began(conversation),
      ended: (ended) => this.host.ended(ended),
      gone: (gone) => this.host.gone(gone),
    });
    return thread;
  }

  private named(thread: Thread, id: string): void {
    this.open.set(id, thread);
    if (this.blank === thread) {
      this.blank = null;
      if (route.get() === null) route.go(id, "replace");
    }
    if (!thread.get().isTemporary) this.host.named(id);
  }

  private mark(): void {
    const marks = new Map<string, "running" | "unread">();
    for (const thread of this.open.values()) {
      const { id, phase, isUnread } = thread.get();
      if (id && phase) marks.set(id, "running");
      else if (id && isUnread) marks.set(id, "unread");
    }
    this.marks = marks;
    this.listeners.forEach((listener) => listener());
  }
}
