import { ApiError } from "../../shared/api";
import { Arrivals, withArrivals } from "./arrivals";
import { type Ask, requestOf } from "./ask";
import { putIntoComposer } from "../composer/composerBox";
import type { SentFile } from "../files/files";
import { Uploads } from "../files/uploads";
import { fetchConversation, fetchOutline, generateTitle, stopTurn, streamPath } from "./api";
import { randomId } from "./ids";
import { ownMessage } from "./message";
import { Backoff } from "../stream/backoff";
import { readTurn } from "../stream/connection";
import { type JsonObject, stringOf } from "../stream/json";
import type { TurnEvent } from "../stream/turnEvents";
import { isUntitled } from "../list/title";
import { stateAtFirst, type ThreadHost, type ThreadState } from "./threadState";
import { hasOneAnswer, newTitle } from "./newTitle";
import { leafBelow, leafShowing, pathTo, questionOf, readTree, rootOf, running, withMessage, withoutLeaf } from "./tree";
import { bytes, longest } from "../../shared/lengths";
import { waitBegan } from "../answer/waiting";

/** One conversation: its tree, and the turn that is running in it, followed through every broken line to its end. */
export class Thread {
  /** Names the thread before the server does. */
  readonly key = randomId();
  /** Images of the message that is being written. */
  readonly uploads = new Uploads();
  private state: ThreadState;
  private readonly listeners = new Set<() => void>();
  private viewer: AbortController | null = null;
  private readonly arrivals = new Arrivals(() => this.flush());
  private naming: Promise<unknown> | null = null;
  private lastAsk: Ask | null = null;
  /** The conversation's current node as far as this page knows. */
  private current: string | null = null;
  /** What the server knows the held conversation by; null when that is to be found out. */
  private tag: string | null = null;

  constructor(
    id: string | null,
    private readonly host: ThreadHost,
  ) {
    this.state = stateAtFirst(id);
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

  /** Fetches what changed of the conversation, and goes on with the answer that is being written, if one is. */
  async load(): Promise<void> {
    const { id, unsent, editing } = this.state;
    if (id && !this.viewer && !unsent && !editing) await this.look((known) => this.refresh(known));
  }

  /** Fetches the whole, whatever is held: the server has said that it went on elsewhere. */
  private async reload(): Promise<void> {
    if (!this.viewer) await this.look((known) => this.fetch(known));
  }

  private async look(fetch: (id: string) => Promise<void>): Promise<void> {
    const { id } = this.state;
    if (!id) return;
    try {
      await fetch(id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 404) this.host.gone(id);
      this.set({ load: error.status === 404 ? "missing" : this.state.load === "ready" ? "ready" : "failed" });
      return;
    }
    if (running(this.state.tree) && !this.viewer) await this.follow(null);
  }

  /** Sends a message after the shown leaf; false when it was refused and belongs back into the composer. */
  async send(text: string, model: string): Promise<boolean> {
    const files = this.uploads.take();
    const accepted = await this.ask(text, files, model, this.state.leaf ?? rootOf(this.state.tree));
    if (!accepted) this.uploads.putBack(files);
    return accepted;
  }

  /** Sends another version of a person's message, beside the first. */
  async edit(id: string, text: string, model: string): Promise<void> {
    const { parent, message } = this.state.tree[id] ?? {};
    if (!parent) return;
    this.set({ editing: null });
    const accepted = await this.ask(text, message?.files ?? [], model, parent);
    if (!accepted) this.set({ editing: { id, text } });
  }

  /** Asks for another answer to the question above `id`. */
  async regenerate(id: string, model: string): Promise<void> {
    const question = questionOf(this.state.tree, id);
    if (!question || this.state.phase) return;
    const before = this.state.leaf;
    this.set({ leaf: question.id });
    const accepted = await this.follow({ action: "variant", parent: question.id, model, seen: this.current });
    if (!accepted) this.set({ leaf: before });
  }

  /** Asks the model to go on where the answer ended. */
  async goOn(model: string): Promise<void> {
    const { leaf, phase } = this.state;
    if (leaf && !phase) await this.follow({ action: "continue", parent: leaf, model, seen: this.current });
  }

  /** Sends the message again that may have been lost on the way, under the same id, so that it counts once. */
  async resend(): Promise<void> {
    const ask = this.lastAsk;
    if (!this.state.unsent || !ask?.message || this.state.phase) return;
    const accepted = await this.follow(ask);
    if (accepted || this.state.unsent) return;
    // Refused at last: it has no place in the tree, and is not lost.
    this.set({ tree: withoutLeaf(this.state.tree, ask.message.id), leaf: ask.parent });
    this.uploads.putBack(ask.message.files);
    putIntoComposer(ask.message.text);
  }

  /** Gives up a message that never left; returns its text, and its images to those that are to be sent. */
  takeBack(): string {
    const { unsent, tree } = this.state;
    const node = unsent ? tree[unsent] : undefined;
    if (!node) return "";
    this.set({ unsent: null, tree: withoutLeaf(tree, node.id), leaf: node.parent });
    this.uploads.putBack(node.message?.files ?? []);
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

  /** Leads the reader to a message, on whichever branch it is; one that is not held yet once it is fetched. Null: he is there. */
  seek(id: string | null): void {
    this.set({ sought: id, leaf: leafShowing(this.state.tree, id, this.state.leaf) });
  }

  startEditing(id: string | null): void {
    const text = id ? (this.state.tree[id]?.message?.text ?? "") : "";
    this.set({ editing: id ? { id, text } : null });
  }

  /** What the reader has done elsewhere on the page. */
  note(change: Partial<Pick<ThreadState, "chosenModel" | "title" | "isArchived" | "isTrashed" | "isTemporary" | "refusal">>): void {
    this.set(change);
  }

  /** Nobody looks at it any more: what was said to the reader is over. */
  rest(): void {
    const { refusal, failure, editing } = this.state;
    if (refusal || failure || editing) this.set({ refusal: null, failure: null, editing: null });
  }

  markRead(): void {
    if (this.state.isUnread) this.set({ isUnread: false });
  }

  private async ask(text: string, files: readonly SentFile[], model: string, parent: string): Promise<boolean> {
    if (this.state.phase) return false;
    // The server would close the line in the middle of it, which looks like a broken network.
    if (bytes(text) > longest.message) {
      this.set({ refusal: new ApiError(413, "too_large", "") });
      return false;
    }
    const message = ownMessage(randomId(), text, parent, model, files);
    const before = { tree: this.state.tree, leaf: this.state.leaf };
    this.set({ tree: withMessage(this.state.tree, message, parent), leaf: message.id });
    const accepted = await this.follow({ action: "next", parent, model, message, seen: this.current });
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
    // What was refused is still said while the answer is shown that stood in its way.
    const refusal = ask ? null : this.state.refusal;
    const askedAt = waitBegan(ask ? null : (running(this.state.tree)?.message?.createdAt ?? null), Date.now());
    this.set({ phase: ask ? "sending" : "waiting", askedAt, refusal, unsent: null, failure: null });
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
    let isWhole = false;
    let after = "";
    for (;;) {
      const { id } = this.state;
      let isMoved = false;
      const request = (isAccepted && id) || !ask ? { method: "GET" as const, path: streamPath(id ?? "", after) } : requestOf(ask, this.state);
      try {
        const ending = await readTurn(request, signal, (event, eventId) => {
          isAccepted = true;
          settle(true);
          backoff.reset();
          after = eventId || after;
          this.hear(event);
        });
        isWhole = ending === "done";
        if (isWhole) break;
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
    await this.finish(signal, isWhole);
  }

  private refuse(error: ApiError, ask: Ask | null, settle: (accepted: boolean) => void): void {
    this.viewer = null;
    const isLost = error.isOffline && ask?.message !== undefined;
    this.set({ phase: null, refusal: isLost ? null : error, unsent: isLost ? (ask.message?.id ?? null) : null });
    settle(false);
    this.host.ended(null);
    // Another tab or device went on in this conversation, or deleted it: show where it is.
    if (["turn_running", "conversation_moved", "in_trash"].includes(error.code)) void this.reload();
  }

  private hear(event: TurnEvent): void {
    switch (event.kind) {
      case "conversation":
        return this.name(event.id);
      case "message":
        return this.arrivals.add(event.message);
      case "title":
        return this.retitle(event.title);
      case "error":
        this.flush();
        return this.set({ failure: event.code });
      case "done":
        return this.flush();
    }
  }

  private name(id: string): void {
    const { title, isArchived } = this.state;
    if (this.state.phase === "sending" && this.state.id === id) this.host.began({ id, title, isArchived });
    if (this.state.phase === "sending" || this.state.phase === "reconnecting") this.set({ phase: "waiting" });
    if (this.state.id === id) return;
    this.set({ id });
    this.host.named(id);
    if (this.state.isStopping) void this.stop();
    // Made of the question, so it need not wait for the answer.
    void this.giveTitle();
  }

  private flush(): void {
    const arrived = this.arrivals.take();
    if (arrived.length === 0) return;
    // A stream is that of the newest turn, whose answer is what the server shows.
    for (const message of arrived) if (message.role !== "user" && message.kind === "text") this.current = message.id;
    this.set(withArrivals(this.state, arrived));
  }

  /** `isWhole`: the stream came to its end, so that everything is here that the server has stored. */
  private async finish(signal: AbortSignal, isWhole: boolean): Promise<void> {
    this.flush();
    this.tag = null;
    if (!isWhole || running(this.state.tree)) await this.settleTree(signal);
    if (signal.aborted) return;
    this.viewer = null;
    this.set({ phase: null, isUnread: !this.isShown });
    this.host.ended(this.state.id);
    await this.giveTitle();
    const { id, title, tree, isTemporary } = this.state;
    if (id && !isTemporary && hasOneAnswer(tree)) void newTitle(id, title, () => this.isShown && this.state.title === title).then((found) => found && this.retitle(found));
  }

  /** The stored conversation is the truth; a turn whose log is gone may need a moment until it is there. */
  private async settleTree(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff();
    while (this.state.id && backoff.count < 5) {
      try {
        await this.fetch(this.state.id);
        if (!running(this.state.tree)) return;
      } catch (error) {
        if (!(error instanceof ApiError) || (!error.isOffline && error.status < 500)) return;
      }
      await backoff.wait(signal);
    }
  }

  /** The messages travel again only when others are there than this page holds. */
  private async refresh(id: string): Promise<void> {
    if (this.current === null || running(this.state.tree)) return this.fetch(id);
    const outline = await fetchOutline(id, this.tag);
    if (!outline) return;
    const { data, tag } = outline;
    // Every turn moves the current node, so the same one stands in the same tree.
    if (!tag || stringOf(data["current_node"]) !== this.current) return this.fetch(id);
    this.tag = tag;
    this.take(data);
  }

  /** Shows the conversation where it is. When it went on since this page knew it, that is where the reader is led. */
  private async fetch(id: string): Promise<void> {
    const found = await fetchConversation(id);
    this.tag = found.tag;
    const tree = readTree(found.data["mapping"]);
    const current = stringOf(found.data["current_node"]);
    const isMoved = this.current !== null && this.current !== current;
    const { leaf, editing, sought } = this.state;
    const kept = !isMoved && leaf && tree[leaf]?.message ? leafBelow(tree, leaf) : null;
    const newest = kept ?? (tree[current] ? current : leafBelow(tree, rootOf(tree)));
    const shown = leafShowing(tree, sought, newest);
    this.current = current;
    this.take(found.data, { tree, leaf: shown });
    if (!editing || pathTo(tree, shown).some((node) => node.id === editing.id)) return;
    this.set({ editing: null });
    putIntoComposer(editing.text);
  }

  private take(found: JsonObject, change: Partial<ThreadState> = {}): void {
    const title = stringOf(found["title"]);
    const isTrashed = found["is_visible"] === false;
    if (isTrashed && this.state.id) this.host.gone(this.state.id);
    if (title && title !== this.state.title) this.retitle(title);
    this.set({
      load: "ready",
      isArchived: found["is_archived"] === true,
      isTrashed,
      isTemporary: found["is_temporary_chat"] === true,
      expiresAt: Number(found["expires_at"]) || null,
      model: stringOf(found["default_model_slug"]) || this.state.model,
      ...change,
    });
  }

  private async giveTitle(): Promise<void> {
    const { id, leaf, title, isTemporary } = this.state;
    if (!id || !leaf || isTemporary || !isUntitled(title)) return;
    this.naming ??= generateTitle(id, leaf).then((found) => found.title && this.retitle(found.title)).catch(() => undefined);
    await this.naming;
    this.naming = null;
  }

  private retitle(title: string): void {
    this.set({ title });
    if (this.state.id) this.host.titled(this.state.id, title);
  }

  private set(change: Partial<ThreadState>): void {
    this.state = { ...this.state, ...change };
    if (this.state.phase === null && this.state.isStopping) this.state = { ...this.state, isStopping: false };
    this.listeners.forEach((listener) => listener());
    if ("phase" in change || "isUnread" in change) this.host.changed();
  }
}
