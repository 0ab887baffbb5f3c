import { ApiError } from "../../shared/api";
import { Store } from "../../shared/store";
import { fetchHits, type Hit, type HitPage } from "./api";

export interface SearchState {
  /** What the hits are of. */
  query: string;
  hits: readonly Hit[];
  load: "idle" | "searching" | "failed";
  /** Why the words cannot be searched for. */
  refusal: ApiError | null;
  /** Older messages have not been looked through yet. */
  hasOlder: boolean;
}

/** How long a person has to pause before the server is asked, in milliseconds. */
const pause = 200;
/** A look through older messages ends with so many more, or after so long, and the reader says whether to go on. */
const enough = 30;
const patience = 6000;

/** What is found of the words that are being typed: the newest first, older ones as they come. */
export class Search extends Store<SearchState> {
  private control = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private cursor: string | null = null;

  constructor(private readonly ask = fetchHits) {
    super({ query: "", hits: [], load: "idle", refusal: null, hasOlder: false });
  }

  /** Gives up what was searched before. What was found stays until something else is. */
  type(text: string): void {
    const query = text.trim();
    if (query === this.value.query) return;
    this.stop();
    if (!query) return this.set({ query, hits: [], load: "idle", refusal: null, hasOlder: false });
    this.set({ ...this.value, query, load: "searching", refusal: null, hasOlder: false });
    this.timer = setTimeout(() => void this.run(null, []), pause);
  }

  older(): void {
    if (this.value.load !== "searching") void this.run(this.cursor, this.value.hits);
  }

  retry(): void {
    void this.run(null, []);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.control.abort();
  }

  private async run(from: string | null, before: readonly Hit[]): Promise<void> {
    const control = new AbortController();
    this.control = control;
    const until = Date.now() + patience;
    let hits = before;
    this.cursor = from;
    this.set({ ...this.value, load: "searching", refusal: null });
    try {
      do {
        const page = await this.page(control.signal);
        if (control.signal.aborted) return;
        hits = [...hits, ...page.items];
        this.cursor = page.cursor;
        this.set({ ...this.value, hits });
      } while (this.cursor !== null && hits.length < before.length + enough && Date.now() < until);
      this.set({ ...this.value, load: "idle", hasOlder: this.cursor !== null });
    } catch (error) {
      if (control.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      const isRefused = error.status === 400;
      this.set({ ...this.value, hits: isRefused ? [] : hits, load: isRefused ? "idle" : "failed", refusal: isRefused ? error : null });
    }
  }

  /** A server that is searching for this member already wants a moment. */
  private async page(signal: AbortSignal): Promise<HitPage> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.ask(this.value.query, this.cursor, signal);
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 429 || attempt > 3) throw error;
        const wait = (error.retryAfter ?? 1) * 1000;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }
}
