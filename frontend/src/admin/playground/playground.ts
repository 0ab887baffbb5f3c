import { Store } from "../../shared/store";
import { ask, beginning, type Run } from "./ask";
import { bodyOf, type Message, type Options, type RequestBody, usualOptions } from "./request";

/** One message of the conversation; an answer has the run that it came from, until somebody edits it. */
export interface Turn {
  id: number;
  role: "user" | "assistant";
  text: string;
  run: Run | null;
}

export interface PlaygroundState {
  turns: readonly Turn[];
  /** The next message. */
  typed: string;
  options: Options;
  /** The chosen model; null for the usual one. */
  chosen: string | null;
  /** A name that is typed, where none of the list is wanted. */
  named: string | null;
}

const nothing: PlaygroundState = { turns: [], typed: "", options: usualOptions, chosen: null, named: null };

/** The conversation under trial. It lives as long as the page of the panel, and nowhere else. */
export class Playground extends Store<PlaygroundState> {
  private nextId = 1;
  private running: AbortController | null = null;

  constructor() {
    super(nothing);
  }

  change(part: Partial<Omit<PlaygroundState, "turns" | "options">>): void {
    this.set({ ...this.value, ...part });
  }

  changeOptions(part: Partial<Options>): void {
    this.set({ ...this.value, options: { ...this.value.options, ...part } });
  }

  edit(id: number, text: string): void {
    this.setTurns(this.value.turns.map((turn) => (turn.id === id ? { ...turn, text, run: null } : turn)));
  }

  remove(id: number): void {
    if (this.value.turns.some((turn) => turn.id === id && isRunning(turn))) this.stop();
    this.setTurns(this.value.turns.filter((turn) => turn.id !== id));
  }

  clear(): void {
    this.stop();
    this.set({ ...this.value, turns: [], typed: "" });
  }

  /** Puts back what was cleared; an answer that was being written stays as far as it had come. */
  restore({ turns, typed }: PlaygroundState): void {
    this.stop();
    const ended = turns.map((turn) => (turn.run && isRunning(turn) ? { ...turn, run: { ...turn.run, ending: "stopped" as const } } : turn));
    this.set({ ...this.value, turns: ended, typed });
  }

  stop(): void {
    this.running?.abort();
    this.running = null;
  }

  /** Asks with what is typed, or once more with the last message when nothing is. */
  async send(model: string): Promise<void> {
    const { options } = this.value;
    const turns = nextTurns(this.value);
    if (this.running || !isAskable(this.value)) return;
    const request = bodyOf(model, options, messagesOf(turns));
    const question = turns.map((turn) => (turn.id === 0 ? { ...turn, id: this.nextId++ } : turn));
    const answer: Turn = { id: this.nextId++, role: "assistant", text: "", run: beginning(request) };
    this.set({ ...this.value, turns: [...question, answer], typed: "" });
    const running = new AbortController();
    this.running = running;
    await ask(request, running.signal, (run) => {
      if (run.ending !== "running" && this.running === running) this.running = null;
      this.setTurns(this.value.turns.map((turn) => (turn.id === answer.id ? { ...turn, text: run.answer.text, run } : turn)));
    });
  }

  /** Takes the last answer back and asks for another; what is typed stays. */
  async again(model: string): Promise<void> {
    const { turns, typed } = this.value;
    if (this.running || turns[turns.length - 1]?.role !== "assistant") return;
    this.set({ ...this.value, turns: turns.slice(0, -1), typed: "" });
    const asking = this.send(model);
    this.change({ typed });
    await asking;
  }

  private setTurns(turns: readonly Turn[]): void {
    this.set({ ...this.value, turns });
  }
}

export const playground = new Playground();

export function isRunning(turn: Turn | undefined): boolean {
  return turn?.run?.ending === "running";
}

/** The conversation as the next question has it: answers without a word at its end are gone, what is typed has the id 0. */
function nextTurns({ turns, typed }: PlaygroundState): Turn[] {
  const kept = [...turns];
  while (kept.length > 0 && kept[kept.length - 1]?.role === "assistant" && kept[kept.length - 1]?.text === "") kept.pop();
  return typed.trim() === "" ? kept : [...kept, { id: 0, role: "user", text: typed, run: null }];
}

function messagesOf(turns: readonly Turn[]): Message[] {
  return turns.map(({ role, text }) => ({ role, content: text }));
}

/** Whether there is something to ask: words that are typed, or a message that has no answer. */
export function isAskable(state: PlaygroundState): boolean {
  const last = nextTurns(state).pop();
  return last?.role === "user" && last.text.trim() !== "";
}

/** What would be sent now; when there is nothing to ask, what was sent last. */
export function requestOf(state: PlaygroundState, model: string): RequestBody {
  const last = [...state.turns].reverse().find((turn) => turn.run !== null)?.run?.request;
  if (last && !isAskable(state)) return last;
  return bodyOf(model, state.options, messagesOf(nextTurns(state)));
}

/** The answer that came last, as far as it was not edited. */
export function lastRun(state: PlaygroundState): Run | null {
  return [...state.turns].reverse().find((turn) => turn.run !== null)?.run ?? null;
}
