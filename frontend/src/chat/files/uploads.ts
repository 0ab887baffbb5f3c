import { ApiError } from "../../shared/api";
import { refusalWords } from "../refusal/refusal";
import { Store } from "../../shared/store";
import { randomId } from "../thread/ids";
import { attaching } from "./code";
import { fileAddress, type SentFile } from "./files";

/** A file on its way into a message. */
export interface Upload {
  key: string;
  name: string;
  /** Of an image, an address to show; empty for a document. */
  preview: string;
  state: "waiting" | "uploading" | "ready" | "failed";
  /** From 0 to 1. */
  progress: number;
  /** Why it failed, or could not be read otherwise, in the reader's language. */
  reason: string;
  sent: SentFile | null;
  /** False once it has turned out what it is and that it is not taken: there is nothing to try again. */
  isWorthAnotherTry: boolean;
}

/** As many as one message may have. */
export const mostUploads = 10;
const mostAtOnce = 3;

/** The files of a message that is being written. */
export class Uploads extends Store<readonly Upload[]> {
  private readonly sources = new Map<string, File>();
  private readonly running = new Map<string, AbortController>();

  constructor() {
    super([]);
  }

  /** Takes files and begins to upload them; returns how many there was no room for. */
  add(files: readonly File[]): number {
    const taken = files.slice(0, Math.max(0, mostUploads - this.value.length));
    const added = taken.map((file): Upload => {
      const key = randomId();
      this.sources.set(key, file);
      return { ...waiting, key, name: file.name || "file", preview: file.type.startsWith("image/") ? URL.createObjectURL(file) : "" };
    });
    this.set([...this.value, ...added]);
    this.pump();
    return files.length - taken.length;
  }

  retry(key: string): void {
    this.change(key, { state: "waiting", progress: 0, reason: "" });
    this.pump();
  }

  remove(key: string): void {
    this.running.get(key)?.abort();
    this.forget(key);
    this.set(this.value.filter((upload) => upload.key !== key));
  }

  /** Takes out what is ready, for a message that is sent. */
  take(): readonly SentFile[] {
    const ready = this.value.filter((upload) => upload.state === "ready");
    ready.forEach((upload) => this.remove(upload.key));
    return ready.flatMap((upload) => (upload.sent ? [upload.sent] : []));
  }

  /** Gives back those of a message that was not sent after all. */
  putBack(files: readonly SentFile[]): void {
    if (files.length === 0) return;
    const back = files.map((sent): Upload => ({
      ...waiting, key: randomId(), name: sent.name, preview: sent.width === null ? "" : fileAddress(sent.id), state: "ready", progress: 1, sent,
    }));
    this.set([...back, ...this.value]);
  }

  /** Has a text file read in another encoding; what it cannot be read in leaves it as it was. */
  async reread(key: string, encoding: string): Promise<void> {
    const sent = this.value.find((upload) => upload.key === key)?.sent;
    if (!sent) return;
    try {
      this.change(key, { sent: await (await attaching.load()).reread(sent, encoding), reason: "" });
    } catch (error) {
      this.change(key, { reason: refusalWords(error) });
    }
  }

  private pump(): void {
    for (const { key, state } of this.value) {
      if (this.running.size >= mostAtOnce) return;
      if (state === "waiting" && !this.running.has(key)) void this.run(key);
    }
  }

  private async run(key: string): Promise<void> {
    const source = this.sources.get(key);
    if (!source) return;
    const control = new AbortController();
    this.running.set(key, control);
    this.change(key, { state: "uploading" });
    try {
      const code = await attaching.load();
      const prepared = await code.prepared(source);
      if (control.signal.aborted) return;
      if (typeof prepared === "string") {
        this.change(key, { state: "failed", isWorthAnotherTry: false, reason: prepared });
        return;
      }
      const sent = await code.upload(prepared.contents, prepared.name, (progress) => this.change(key, { progress }), control.signal);
      this.change(key, { state: "ready", progress: 1, sent });
    } catch (error) {
      const isWorthAnotherTry = !(error instanceof ApiError && notTaken.includes(error.status));
      if (!control.signal.aborted) this.change(key, { state: "failed", isWorthAnotherTry, reason: refusalWords(error) });
    } finally {
      this.running.delete(key);
      this.pump();
    }
  }

  private change(key: string, change: Partial<Upload>): void {
    this.set(this.value.map((upload) => (upload.key === key ? { ...upload, ...change } : upload)));
  }

  private forget(key: string): void {
    this.sources.delete(key);
    const preview = this.value.find((upload) => upload.key === key)?.preview;
    if (preview?.startsWith("blob:")) URL.revokeObjectURL(preview);
  }
}

const waiting = { state: "waiting" as const, progress: 0, reason: "", sent: null, isWorthAnotherTry: true };
/** Statuses of a file that is too large, of no kind that is taken, or damaged. */
const notTaken = [413, 415, 422];
