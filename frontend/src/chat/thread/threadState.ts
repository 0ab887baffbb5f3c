import type { ApiError } from "../../shared/api";
import { type Json, type JsonObject, stringOf } from "../../shared/json";
import type { Numbered } from "./source";
import { emptyTree, rootId, type Tree } from "./tree";

/** Where a running turn is, as its viewer knows. `summing`: the model sums the oldest messages up before it answers. */
export type Phase = "sending" | "waiting" | "summing" | "writing" | "reconnecting";

/** A conversation as the page shows it. Values of this are never changed in place. */
export interface ThreadState {
  load: "loading" | "ready" | "missing" | "failed";
  /** Null until the server has named a new conversation. */
  id: string | null;
  title: string;
  isArchived: boolean;
  /** In the trash: to be read, and nothing is added to it. */
  isTrashed: boolean;
  /** In no list, and gone some time after its last message. */
  isTemporary: boolean;
  /** When it goes, in Unix seconds, as the server said. */
  expiresAt: number | null;
  /** The assistant that it was begun with, or is to begin with. */
  assistant: string | null;
  /** The model that answered last. */
  model: string;
  /** The model that the reader chose here, before it has answered. */
  chosenModel: string | null;
  tree: Tree;
  leaf: string | null;
  /** Which number the first of those messages has that were fetched last; null when all are here. */
  numbered: Numbered | null;
  /** Whether the messages above those are being fetched. */
  earlier: "idle" | "loading" | "failed";
  phase: Phase | null;
  /** What the provider's tools have done for the turn that runs, as it was said. */
  steps: readonly Json[];
  /** When the turn that runs was asked for, in milliseconds of this machine's clock. */
  askedAt: number;
  /** Stop was asked for and has not happened yet. */
  isStopping: boolean;
  /** What the server said instead of beginning a turn; shown above the composer. */
  refusal: ApiError | null;
  /** The message that may not have reached the server. */
  unsent: string | null;
  /** Why the last turn broke off, as its stream said. */
  failure: string | null;
  /** The message that is being edited, with the text so far. */
  editing: { id: string; text: string } | null;
  /** The message that the reader wants to see; null once it is shown. */
  sought: string | null;
  /** Ended while nobody looked. */
  isUnread: boolean;
}

/** Of a conversation that is to be fetched, or of one that does not exist yet. */
export function stateAtFirst(id: string | null): ThreadState {
  return {
    load: id === null ? "ready" : "loading",
    id,
    title: "",
    isArchived: false,
    isTrashed: false,
    isTemporary: false,
    expiresAt: null,
    assistant: null,
    model: "",
    chosenModel: null,
    tree: emptyTree,
    leaf: id === null ? rootId : null,
    numbered: null,
    earlier: "idle",
    phase: null,
    steps: [],
    askedAt: 0,
    isStopping: false,
    refusal: null,
    unsent: null,
    failure: null,
    editing: null,
    sought: null,
    isUnread: false,
  };
}

/** What the server says of a conversation beside its messages. */
export function factsOf(found: JsonObject, state: ThreadState) {
  return {
    title: stringOf(found["title"]) || state.title,
    isArchived: found["is_archived"] === true,
    isTrashed: found["is_visible"] === false,
    isTemporary: found["is_temporary_chat"] === true,
    expiresAt: Number(found["expires_at"]) || null,
    assistant: stringOf(found["assistant_id"]) || null,
    model: stringOf(found["default_model_slug"]) || state.model,
  };
}

/** What a thread tells the page around it. */
export interface ThreadHost {
  named(id: string): void;
  titled(id: string, title: string): void;
  changed(): void;
  /** The server has taken a message: the conversation is the newest now. */
  began(conversation: { id: string; title: string; isArchived: boolean }): void;
  /** A turn is over; null when none began. */
  ended(id: string | null): void;
  /** The server has no such conversation any more, or it is in the trash. */
  gone(id: string): void;
}
