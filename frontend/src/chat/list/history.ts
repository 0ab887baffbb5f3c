import { ApiError, type Held } from "../../shared/api";
import { conversationsPath, type Filter, fetchConversations, type Summary, type SummaryPage } from "./api";
import { Store } from "../../shared/store";

export interface HistoryState {
  items: readonly Summary[];
  load: "idle" | "loading" | "failed";
  hasMore: boolean;
  hasLoaded: boolean;
  /** Conversations whose answers ended elsewhere, or unseen. */
  unread: ReadonlySet<string>;
}

const pageSize = 28;
/** What a conversation is that begins. */
const fresh = { is_archived: false, is_starred: false, gizmo_id: null };
/** The server gives no longer pages. */
const longestPage = 100;

/** One of the member's lists of conversations, newest first, a page at a time, each from where the last one ended. */
export class History extends Store<HistoryState> {
  private asked = 0;
  /** Where the list goes on. */
  private cursor = "";
  /** The pages of the last refresh, by their addresses: what did not change does not travel again. */
  private held = new Map<string, Held<SummaryPage>>();

  constructor(private readonly filter: Filter = { is_archived: false }) {
    super({ items: [], load: "idle", hasMore: true, hasLoaded: false, unread: new Set() });
  }

  /** Fetches anew as many as are there: what is gone goes, what came or moved is found. `first`: its first page is on its way. */
  async refresh(first?: Promise<SummaryPage>): Promise<void> {
    const wanted = Math.ceil(Math.max(1, this.value.items.length) / pageSize) * pageSize;
    await this.fetch(async () => {
      const items: Summary[] = [];
      const pages = new Map<string, Held<SummaryPage>>();
      let cursor: string | null = "";
      while (cursor !== null && items.length < wanted) {
        const path = conversationsPath(cursor, Math.min(longestPage, wanted - items.length), this.filter);
        const page: Held<SummaryPage> = first && cursor === "" ? { data: await first, tag: null } : await this.page(path);
        pages.set(path, page);
        items.push(...page.data.items);
        cursor = page.data.cursor;
      }
      this.held = pages;
      return { items, cursor };
    });
  }

  async more(): Promise<void> {
    await this.next(pageSize);
  }

  /** A message was taken here: its conversation is the newest now. */
  begin(id: string, title: string): void {
    const now = new Date().toISOString();
    const known = this.value.items.find((item) => item.id === id);
    const first = { ...(known ?? { ...fresh, id, title, create_time: now }), update_time: now, is_running: true };
    this.put([first, ...this.value.items.filter((item) => item.id !== id)]);
  }

  change(id: string, change: Partial<Summary>): void {
    this.put(this.value.items.map((item) => (item.id === id ? { ...item, ...change } : item)));
  }

  drop(id: string): void {
    this.put(this.value.items.filter((item) => item.id !== id));
  }

  has(id: string): boolean {
    return this.value.items.some((item) => item.id === id);
  }

  markRead(id: string): void {
    if (!this.value.unread.has(id)) return;
    const unread = new Set(this.value.unread);
    unread.delete(id);
    this.set({ ...this.value, unread });
  }

  /** What changed here is newer than an answer that is on its way; that is asked for once more. */
  private put(items: readonly Summary[]): void {
    const isLate = this.value.load === "loading";
    if (isLate) this.asked += 1;
    this.set({ ...this.value, items, load: isLate ? "idle" : this.value.load });
    if (isLate) void this.refresh();
  }

  private async next(count: number): Promise<void> {
    if (!this.value.hasMore || this.value.load === "loading") return;
    const { items } = this.value;
    await this.fetch(async () => {
      const { data: page } = await this.page(conversationsPath(this.cursor, count, this.filter));
      // One that was asked anew meanwhile stands at the top already.
      const known = new Set(items.map((item) => item.id));
      return { items: [...items, ...page.items.filter((item) => !known.has(item.id))], cursor: page.cursor };
    });
  }

  private async page(path: string): Promise<Held<SummaryPage>> {
    const known = this.held.get(path);
    return (await fetchConversations(path, known?.tag ?? null)) ?? known ?? { data: { items: [], cursor: null }, tag: null };
  }

  private async fetch(load: () => Promise<SummaryPage>): Promise<void> {
    // Of answers that overtake each other only that to the last question counts.
    const question = ++this.asked;
    this.set({ ...this.value, load: "loading" });
    try {
      const { items, cursor } = await load();
      if (question !== this.asked) return;
      this.cursor = cursor ?? "";
      this.set({ items, load: "idle", hasMore: cursor !== null, hasLoaded: true, unread: this.unreadAmong(items) });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (question !== this.asked) return;
      this.set({ ...this.value, load: "failed" });
    }
  }

  private unreadAmong(items: readonly Summary[]): ReadonlySet<string> {
    const were = new Set(this.value.items.filter((item) => item.is_running).map((item) => item.id));
    const ended = items.filter((item) => !item.is_running && were.has(item.id)).map((item) => item.id);
    return new Set([...this.value.unread, ...ended]);
  }
}
