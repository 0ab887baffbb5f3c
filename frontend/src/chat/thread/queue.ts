import { readFiles, type SentFile } from "../files/files";
import { Store } from "../../shared/store";
import { type Json, objectOf, stringOf } from "../../shared/json";
import { randomId } from "./ids";

/** A message that waits for the answer before it. Its id is the one that it is sent with, so that it counts once. */
export interface Queued {
  id: string;
  text: string;
  files: readonly SentFile[];
  model: string;
}

/** How many may wait in one conversation. */
export const mostQueued = 20;

/** The messages that are sent one after the other, each when the answer before it is there. */
export class Queue extends Store<readonly Queued[]> {
  constructor() {
    super([]);
  }

  /** False: there is no room. */
  add(text: string, files: readonly SentFile[], model: string): boolean {
    if (this.value.length >= mostQueued) return false;
    this.set([...this.value, { id: randomId(), text, files, model }]);
    return true;
  }

  /** Takes one out, the first unless it is named. */
  take(id = this.value[0]?.id): Queued | undefined {
    const taken = this.value.find((message) => message.id === id);
    if (taken) this.set(this.value.filter((message) => message !== taken));
    return taken;
  }

  putFirst(message: Queued): void {
    this.set([message, ...this.value]);
  }

  /** As a page keeps it over a reload. */
  get kept(): string {
    return this.value.length > 0 ? JSON.stringify(this.value) : "";
  }

  /** Takes back what a page kept; what is none of it is left out. */
  restore(kept: string): void {
    let found: unknown = null;
    try {
      found = JSON.parse(kept);
    } catch {
      return;
    }
    if (!Array.isArray(found) || this.value.length > 0) return;
    this.set(found.slice(0, mostQueued).flatMap((each: Json) => {
      const { id, text, files, model } = objectOf(each);
      return stringOf(id) && stringOf(model) ? [{ id: stringOf(id), text: stringOf(text), files: readFiles(files), model: stringOf(model) }] : [];
    }));
  }
}
