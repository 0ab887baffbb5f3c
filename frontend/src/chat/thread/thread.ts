import { ApiError } from "../../shared/api";
import { Arrivals, withArrivals } from "./arrivals";
import { type Ask, requestOf } from "./ask";
import { putIntoComposer } from "../composer/composerBox";
import type { SentFile } from "../files/files";
import { Uploads } from "../files/uploads";
import { stopTurn, streamPath } from "./api";
import { randomId } from "./ids";
import { ownMessage } from "./message";
import { Backoff } from "../stream/backoff";
import { followTurn } from "../stream/followTurn";
import type { JsonObject } from "../../shared/json";
import type { TurnEvent } from "../stream/turnEvents";
import { factsOf, stateAtFirst, type ThreadHost, type ThreadState } from "./threadState";
import { Naming } from "./naming";
import { Queue } from "./queue";
import { type Found, Source } from "./source";
import { cutAt, holds, leafBelow, leafShowing, merged, pathTo, questionOf, rootOf, running, withMessage, withoutLeaf } from "./tree";
import { bytes, longest } from "../../shared/lengths";
import { waitBegan } from "../answer/waiting";

/** One conversation: its tree, and the turn that is running in it, followed through every broken line to its end. */
export class Thread {
  /** Names the thread before the server does. */
  readonly key = randomId();
  /** Images of the message that is being written. */
  readonly uploads = new Uploads();
  /** Messages that are sent when the answer before them is there. */
  readonly queue = new Queue();
  /** The running turn is stopped for the message that is the first of the queue. */
  private isHurried = false;
  private state: ThreadState;
  private readonly listeners = new Set<() => void>();
  private viewer: AbortController | null = null;
  private readonly arrivals = new Arrivals(() => this.flush());
  private readonly naming = new Naming(() => this.state, (title) => this.retitle(title));
  private lastAsk: Ask | null = null;
  private readonly source = new Source();

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

  /** The server has said that it went on elsewhere. */
  private async reload(): Promise<void> {
    if (!this.viewer) await this.look(async (known) => this.show(await this.source.changes(known)));
  }

  private async loadWhole(): Promise<void> {
    await this.look(async (known) => this.show(await this.source.whole(known)));
  }

  /** Fetches messages above those that are here. */
  async loadEarlier(): Promise<void> {
    const { leaf, tree, earlier } = this.state;
    const top = cutAt(tree, leaf);
    if (!top || earlier === "loading") return;
    this.set({ earlier: "loading" });
    await this.look(async (known) => {
      const found = await this.source.earlier(known, top);
      this.set({ tree: merged(this.state.tree, found.tree), numbered: found.numbered, earlier: "idle" });
    });
    if (this.state.earlier === "loading") this.set({ earlier: "failed" });
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

  /** Sends a message of the queue, the first unless one is named; of the answer that it does not wait for what is there stays. */
  async sendQueued(id?: string): Promise<void> {
    const message = this.queue.take(id);
    if (!message) return;
    if (this.state.phase) {
      this.queue.putFirst(message);
      this.isHurried = true;
      return this.stop();
    }
    const parent = this.state.leaf ?? rootOf(this.state.tree);
    if (!(await this.ask(message.text, message.files, message.model, parent, message.id))) this.queue.putFirst(message);
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
    const accepted = await this.follow({ action: "variant", parent: question.id, model, seen: this.source.current });
    if (!accepted) this.set({ leaf: before });
  }

  /** Asks the model to go on where the answer ended. */
  async goOn(model: string): Promise<void> {
    const { leaf, phase } = this.state;
    if (leaf && !phase) await this.follow({ action: "continue", parent: leaf, model, seen: this.source.current });
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

  async select(id: string): Promise<void> {
    if (!holds(this.state.tree, id)) await this.loadWhole();
    this.set({ leaf: leafBelow(this.state.tree, id), failure: null });
  }

  /** Leads the reader to a message, on whichever branch it is; one that is not held yet once it is fetched. Null: he is there. */
  seek(id: string | null): void {
    this.set({ sought: id, leaf: leafShowing(this.state.tree, id, this.state.leaf) });
    if (id && this.state.load === "ready" && !holds(this.state.tree, id)) void this.loadWhole();
  }

  startEditing(id: string | null): void {
    const text = id ? (this.state.tree[id]?.message?.text ?? "") : "";
    this.set({ editing: id ? { id, text } : null });
  }

  /** What the reader has done elsewhere on the page. */
  note(change: Partial<Pick<ThreadState, "assistant" | "chosenModel" | "title" | "isArchived" | "isTrashed" | "isTemporary" | "refusal">>): void {
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

  private async ask(text: string, files: readonly SentFile[], model: string, parent: string, id = randomId()): Promise<boolean> {
    if (this.state.phase) return false;
    // The server would close the line in the middle of it, which looks like a broken network.
    if (bytes(text) > longest.message) {
      this.set({ refusal: new ApiError(413, "too_large", "") });
      return false;
    }
    const message = ownMessage(id, text, parent, model, files);
    const before = { tree: this.state.tree, leaf: this.state.leaf };
    this.set({ tree: withMessage(this.state.tree, message, parent), leaf: message.id });
    const accepted = await this.follow({ action: "next", parent, model, message, seen: this.source.current });
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
    this.set({ phase: ask ? "sending" : "waiting", askedAt, steps: [], refusal, unsent: null, failure: null });
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
    const { isWhole, refused } = await followTurn(
      {
        isAsked: ask !== null,
        // Under its own id, so that it counts once.
        mayAskAgain: ask?.message !== undefined,
        request: (after) =>
          ask && (after === null || !this.state.id) ? requestOf(ask, this.state) : { method: "GET", path: streamPath(this.state.id ?? "", after ?? "") },
        hear: (event) => {
          settle(true);
          this.hear(event);
        },
        broken: (isMoved) => {
          this.flush();
          // Another process answers within a moment: nothing that anybody need be told of.
          if (!isMoved) this.set({ phase: "reconnecting" });
        },
      },
      signal,
    );
    if (refused) return this.refuse(refused, ask, settle);
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
      case "conversation": return this.name(event.id);
      case "summing": return this.set({ phase: "summing" });
      case "step": return this.set({ steps: [...this.state.steps, event.step] });
      case "message": return this.arrivals.add(event.message);
      case "title": return this.retitle(event.title);
      case "error":
        this.flush();
        return this.set({ failure: event.code });
      case "done": return this.flush();
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
    void this.naming.begin();
  }

  private flush(): void {
    const arrived = this.arrivals.take();
    if (arrived.length === 0) return;
    // A stream is that of the newest turn, whose answer is what the server shows.
    for (const message of arrived) if (message.role !== "user" && message.kind === "text") this.source.current = message.id;
    this.set(withArrivals(this.state, arrived));
  }

  /** `isWhole`: the stream came to its end, so that everything is here that the server has stored. */
  private async finish(signal: AbortSignal, isWhole: boolean): Promise<void> {
    this.flush();
    this.source.answered();
    if (!isWhole || running(this.state.tree)) await this.settleTree(signal);
    if (signal.aborted) return;
    this.viewer = null;
    this.set({ phase: null, isUnread: !this.isShown });
    this.host.ended(this.state.id);
    const goesOn = this.isHurried || this.hasFinished;
    this.isHurried = false;
    if (goesOn) void this.sendQueued();
    await this.naming.begin();
    void this.naming.better(() => this.isShown);
  }

  /** Did the last answer come to its end? After a stop or a failure the reader decides how it goes on. */
  private get hasFinished(): boolean {
    const { leaf, tree, failure } = this.state;
    return failure === null && leaf !== null && tree[leaf]?.message?.status === "finished_successfully";
  }

  /** The stored conversation is the truth; a turn whose log is gone may need a moment until it is there. */
  private async settleTree(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff();
    while (this.state.id && backoff.count < 5) {
      try {
        this.show(await this.source.changes(this.state.id));
        if (!running(this.state.tree)) return;
      } catch (error) {
        if (!(error instanceof ApiError) || (!error.isOffline && error.status < 500)) return;
      }
      await backoff.wait(signal);
    }
  }

  /** The messages travel again only when others are there than this page holds. */
  private async refresh(id: string): Promise<void> {
    const found = running(this.state.tree) ? await this.source.changes(id) : await this.source.news(id);
    if (found) this.show(found);
  }

  /** Shows the conversation where it is. When it went on since this page knew it, that is where the reader is led. */
  private show({ data, tree: found, numbered, isMoved }: Found): void {
    if (!found) return this.take(data);
    const tree = merged(this.state.tree, found);
    const current = this.source.current ?? "";
    const { leaf, editing, sought } = this.state;
    const kept = !isMoved && leaf && tree[leaf]?.message ? leafBelow(tree, leaf) : null;
    const newest = kept ?? (tree[current] ? current : leafBelow(tree, rootOf(tree)));
    const shown = leafShowing(tree, sought, newest);
    this.take(data, { tree, leaf: shown, numbered: numbered ?? this.state.numbered });
    if (editing && !pathTo(tree, shown).some((node) => node.id === editing.id)) {
      this.set({ editing: null });
      putIntoComposer(editing.text);
    }
    if (!sought || holds(tree, sought)) return;
    if (numbered) void this.loadWhole();
    else this.seek(null);
  }

  private take(found: JsonObject, change: Partial<ThreadState> = {}): void {
    const facts = factsOf(found, this.state);
    if (facts.isTrashed && this.state.id) this.host.gone(this.state.id);
    if (facts.title !== this.state.title) this.retitle(facts.title);
    this.set({ ...facts, load: "ready", ...change });
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
