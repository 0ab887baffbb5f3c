import { ApiError } from "../shared/api";
import { fetchConversation, generateTitle, sendPath, stopTurn, streamPath } from "./conversationApi";
import { randomId } from "./ids";
import { type Message, ownMessage } from "./message";
import { Backoff } from "./stream/backoff";
import { readTurn } from "./stream/connection";
import { stringOf } from "./stream/json";
import type { TurnEvent } from "./stream/turnEvents";
import { isUntitled } from "./title";
import type { ThreadHost, ThreadState } from "./threadState";
import { emptyTree, leafBelow, questionOf, readTree, rootId, rootOf, running, withMessage, withoutLeaf } from "./tree";

/** Bytes of UTF-8. */
const largestMessage = 1024 * 1024;

/** What `POST conversation` is asked, beyond what every request carries. */
interface Ask {
  action: "next" | "variant" | "continue";
  parent: string;
  model: string;
  message?: Message;
}

/** One conversation: its tree, and the turn that is running in it, followed through every broken line to its end. */
export class Thread {
  /** Names the thread before the server does. */
  readonly key = randomId();
  private state: ThreadState;
  private readonly listeners = new Set<() => void>();
  private viewer: AbortController | null = null;
  private readonly arrived = new Map<string, Message>();
  private isFlushPlanned = false;
  private lastAsk: Ask | null = null;

  constructor(
    id: string | null,
    private readonly host: ThreadHost,
  ) {
    this.state = {
      load: id === null ? "ready" : "loading",
      id,
      title: "",
      isArchived: false,
      model: "",
      chosenModel: null,
      tree: emptyTree,
      leaf: id === null ? rootId : null,
      phase: null,
      isStopping: false,
      refusal: null,
      unsent: null,
      failure: null,
      editing: null,
      isUnread: false,
    };
  }

  get = (): ThreadState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Whether somebody looks at it. */
  get isShown(): boolean {
    return this.listeners.size > 0;
  }

  /** Fetches the conversation, and goes on with the answer that is being written, if one is. */
  async load(): Promise<void> {
    if (!this.state.id || this.viewer || this.state.unsent) return;
    try {
      await this.fetch();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.set({ load: error.status === 404 ? "missing" : this.state.load === "ready" ? "ready" : "failed" });
      return;
    }
    if (running(this.state.tree)) await this.follow(null);
  }

  /** Sends a message after the shown leaf; false when it was refused and belongs back into the composer. */
  send(text: string, model: string): Promise<boolean> {
    return this.ask(text, model, this.state.leaf ?? rootOf(this.state.tree));
  }

  /** Sends another version of a person's message, beside the first. */
  async edit(id: string, text: string, model: string): Promise<void> {
    const parent = this.state.tree[id]?.parent;
    if (!parent) return;
    this.set({ editing: null });
    const accepted = await this.ask(text, model, parent);
    if (!accepted) this.set({ editing: { id, text } });
  }

  /** Asks for another answer to the question above `id`. */
  async regenerate(id: string, model: string): Promise<void> {
    const question = questionOf(this.state.tree, id);
    if (!question || this.state.phase) return;
    const before = this.state.leaf;
    this.set({ leaf: question.id });
    const accepted = await this.follow({ action: "variant", parent: question.id, model });
    if (!accepted) this.set({ leaf: before });
  }

  /** Asks the model to go on where the answer ended. */
  async goOn(model: string): Promise<void> {
    if (this.state.leaf && !this.state.phase) await this.follow({ action: "continue", parent: this.state.leaf, model });
  }

  /** Sends the message again that may have been lost on the way, under the same id, so that it counts once. */
  async resend(): Promise<void> {
    const ask = this.lastAsk;
    if (this.state.unsent && ask?.message && !this.state.phase) await this.follow(ask);
  }

  /** Gives up a message that never left; returns its text. */
  takeBack(): string {
    const { unsent, tree } = this.state;
    const node = unsent ? tree[unsent] : undefined;
    if (!node) return "";
    this.set({ unsent: null, tree: withoutLeaf(tree, node.id), leaf: node.parent });
    return node.message?.text ?? "";
  }

  async stop(): Promise<void> {
    this.set({ isStopping: true });
    if (this.state.id) await stopTurn(this.state.id).catch(() => this.set({ isStopping: false }));
  }

  /** Stops watching; the turn itself goes on. */
  detach(): void {
    this.viewer?.abort();
    this.viewer = null;
    this.set({ phase: null });
  }

  select(id: string): void {
    this.set({ leaf: leafBelow(this.state.tree, id), failure: null });
  }

  startEditing(id: string | null): void {
    const text = id ? (this.state.tree[id]?.message?.text ?? "") : "";
    this.set({ editing: id ? { id, text } : null });
  }

  dismissRefusal(): void {
    this.set({ refusal: null });
  }

  choose(chosenModel: string): void {
    this.set({ chosenModel });
  }

  rename(title: string): void {
    this.set({ title });
  }

  setArchived(isArchived: boolean): void {
    this.set({ isArchived });
  }

  markRead(): void {
    if (this.state.isUnread) this.set({ isUnread: false });
  }

  private async ask(text: string, model: string, parent: string): Promise<boolean> {
    if (this.state.phase) return false;
    // The server would close the line in the middle of it, which looks like a broken network.
    if (new Blob([text]).size > largestMessage) {
      this.set({ refusal: new ApiError(413, "too_large", "") });
      return false;
    }
    const message = ownMessage(randomId(), text, parent, model);
    const before = { tree: this.state.tree, leaf: this.state.leaf };
    this.set({ tree: withMessage(this.state.tree, message, parent), leaf: message.id });
    const accepted = await this.follow({ action: "next", parent, model, message });
    if (!accepted && this.state.unsent !== message.id && this.state.leaf === message.id) this.set(before);
    return accepted || this.state.unsent === message.id;
  }

  /**
   * Begins a turn (or, without `ask`, joins the running one) and resolves when the server has accepted or refused it;
   * the rest is read on in the background.
   */
  private follow(ask: Ask | null): Promise<boolean> {
    const control = new AbortController();
    this.viewer = control;
    this.lastAsk = ask;
    this.set({ phase: ask ? "sending" : "waiting", refusal: null, unsent: null, failure: null });
    return new Promise((resolve) => {
      void this.watch(ask, control.signal, resolve).catch((error: unknown) => {
        resolve(false);
        if (!control.signal.aborted) {
          this.set({ phase: null });
          throw error;
        }
      });
    });
  }

  private async watch(ask: Ask | null, signal: AbortSignal, settle: (accepted: boolean) => void): Promise<void> {
    const backoff = new Backoff();
    let isAccepted = ask === null;
    let after = "";
    for (;;) {
      const { id } = this.state;
      let isMoved = false;
      const request = isAccepted && id ? get(streamPath(id, after)) : post(this.bodyOf(ask));
      try {
        const ending = await readTurn(request, signal, (event, eventId) => {
          isAccepted = true;
          settle(true);
          backoff.reset();
          after = eventId || after;
          this.take(event);
        });
        if (ending === "done") break;
        isAccepted = true;
        isMoved = ending === "moved" && backoff.count === 0;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const mayRepeat = error.isOffline && (isAccepted || (ask?.message !== undefined && backoff.count < 2));
        if (!isAccepted && !mayRepeat) return this.refuse(error, ask, settle);
        if (!mayRepeat && error.status < 500) break;
      }
      this.flush();
      // Another process answers within a moment: nothing that anybody need be told of.
      if (!isMoved) this.set({ phase: "reconnecting" });
      await backoff.wait(signal);
    }
    settle(true);
    await this.finish(signal);
  }

  private bodyOf(ask: Ask | null): unknown {
    const { id } = this.state;
    const message = ask?.message;
    return {
      action: ask?.action ?? "next",
      messages: message
        ? [{ id: message.id, author: { role: "user" }, content: { content_type: "text", parts: [message.text] } }]
        : [],
      ...(id ? { conversation_id: id } : {}),
      parent_message_id: ask?.parent,
      model: ask?.model,
      supported_encodings: ["v1"],
    };
  }

  private refuse(error: ApiError, ask: Ask | null, settle: (accepted: boolean) => void): void {
    this.viewer = null;
    const isLost = error.isOffline && ask?.message !== undefined;
    this.set({ phase: null, refusal: isLost ? null : error, unsent: isLost ? (ask.message?.id ?? null) : null });
    settle(false);
    this.host.ended();
    // Another tab or device is being answered in this conversation: show that answer.
    if (error.code === "turn_running") void this.load();
  }

  private take(event: TurnEvent): void {
    switch (event.kind) {
      case "conversation":
        return this.name(event.id);
      case "message":
        this.arrived.set(event.message.id, event.message);
        return this.planFlush();
      case "title":
        this.set({ title: event.title });
        return this.state.id ? this.host.titled(this.state.id, event.title) : undefined;
      case "error":
        this.flush();
        return this.set({ failure: event.code });
      case "done":
        return this.flush();
    }
  }

  private name(id: string): void {
    if (this.state.phase === "sending" || this.state.phase === "reconnecting") this.set({ phase: "waiting" });
    if (this.state.id === id) return;
    this.set({ id });
    this.host.named(id);
    if (this.state.isStopping) void this.stop();
    // Made of the question, so it need not wait for the answer.
    void this.giveTitle();
  }

  /** Shows what has arrived once a frame; timers run on in hidden tabs, frames do not. */
  private planFlush(): void {
    if (this.isFlushPlanned) return;
    this.isFlushPlanned = true;
    const flush = () => this.flush();
    if (document.hidden) setTimeout(flush, 200);
    else requestAnimationFrame(flush);
  }

  private flush(): void {
    this.isFlushPlanned = false;
    if (this.arrived.size === 0) return;
    let { tree, leaf } = this.state;
    let isWriting = this.state.phase === "writing";
    for (const message of this.arrived.values()) {
      const isNew = tree[message.id] === undefined;
      const wanted = message.parent && tree[message.parent] ? message.parent : (tree[message.id]?.parent ?? leaf ?? rootOf(tree));
      tree = withMessage(tree, message, wanted);
      if (isNew && wanted === leaf) leaf = message.id;
      isWriting ||= message.role !== "user" && message.text !== "";
    }
    this.arrived.clear();
    const { phase } = this.state;
    this.set({ tree, leaf, phase: phase && (isWriting ? "writing" : phase === "reconnecting" ? "waiting" : phase) });
  }

  private async finish(signal: AbortSignal): Promise<void> {
    this.flush();
    await this.settleTree(signal);
    if (signal.aborted) return;
    this.viewer = null;
    this.set({ phase: null, isUnread: !this.isShown });
    this.host.ended();
    await this.giveTitle();
  }

  /** The stored conversation is the truth; a turn whose log is gone may need a moment until it is there. */
  private async settleTree(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff();
    while (this.state.id && backoff.count < 5) {
      try {
        await this.fetch();
        if (!running(this.state.tree)) return;
      } catch (error) {
        if (!(error instanceof ApiError) || (!error.isOffline && error.status < 500)) return;
      }
      await backoff.wait(signal);
    }
  }

  private async fetch(): Promise<void> {
    const { id, leaf } = this.state;
    if (!id) return;
    const found = await fetchConversation(id);
    const tree = readTree(found["mapping"]);
    const current = stringOf(found["current_node"]);
    const kept = leaf && tree[leaf]?.message ? leafBelow(tree, leaf) : null;
    this.set({
      load: "ready",
      title: stringOf(found["title"]) || this.state.title,
      isArchived: found["is_archived"] === true,
      model: stringOf(found["default_model_slug"]) || this.state.model,
      tree,
      leaf: kept ?? (tree[current] ? current : leafBelow(tree, rootOf(tree))),
    });
  }

  private async giveTitle(): Promise<void> {
    const { id, leaf } = this.state;
    if (!id || !leaf || !isUntitled(this.state.title)) return;
    const { title } = await generateTitle(id, leaf).catch(() => ({ title: undefined }));
    if (!title) return;
    this.set({ title });
    this.host.titled(id, title);
  }

  private set(change: Partial<ThreadState>): void {
    this.state = { ...this.state, ...change };
    if (this.state.phase === null && this.state.isStopping) this.state = { ...this.state, isStopping: false };
    this.listeners.forEach((listener) => listener());
    if ("phase" in change || "isUnread" in change) this.host.changed();
  }
}

function get(path: string): { method: "GET"; path: string } {
  return { method: "GET", path };
}

function post(body: unknown): { method: "POST"; path: string; body: unknown } {
  return { method: "POST", path: sendPath, body };
}
