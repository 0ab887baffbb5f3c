import { ApiError } from "../shared/api";
import { changeConversation, fetchConversations, type Summary } from "./conversationApi";
import { Store } from "./store";

export interface HistoryState {
  items: readonly Summary[];
  load: "idle" | "loading" | "failed";
  hasMore: boolean;
  hasLoaded: boolean;
}

const pageSize = 28;

/** The member's own conversations, newest first, a page at a time. */
export class History extends Store<HistoryState> {
  private asked = 0;

  constructor(private readonly isArchived = false) {
    super({ items: [], load: "idle", hasMore: true, hasLoaded: false });
  }

  /** Fetches the first page again, keeping the older pages that are there. */
  async refresh(): Promise<void> {
    await this.fetch(0);
  }

  async more(): Promise<void> {
    if (this.value.hasMore && this.value.load !== "loading") await this.fetch(this.value.items.length);
  }

  /** Fetches every page, so that a search finds all. */
  async all(): Promise<void> {
    for (let pages = 0; this.value.hasMore && this.value.load === "idle" && pages < 40; pages++) await this.more();
  }

  async rename(id: string, title: string): Promise<void> {
    await changeConversation(id, { title });
    this.retitle(id, title);
  }

  async archive(id: string, isArchived: boolean): Promise<void> {
    await changeConversation(id, { is_archived: isArchived });
    this.drop(id);
  }

  async remove(id: string): Promise<void> {
    await changeConversation(id, { is_visible: false });
    this.drop(id);
  }

  retitle(id: string, title: string): void {
    const items = this.value.items.map((item) => (item.id === id ? { ...item, title } : item));
    this.set({ ...this.value, items });
  }

  private drop(id: string): void {
    this.set({ ...this.value, items: this.value.items.filter((item) => item.id !== id) });
  }

  private async fetch(offset: number): Promise<void> {
    // Of answers that overtake each other only that to the last question counts.
    const question = ++this.asked;
    this.set({ ...this.value, load: "loading" });
    try {
      const { items } = await fetchConversations(offset, pageSize, this.isArchived);
      if (question !== this.asked) return;
      const fresh = new Set(items.map((item) => item.id));
      const kept = this.value.items.filter((item) => !fresh.has(item.id));
      // The rest of a list shorter than a page is gone on the server, so it goes here too.
      const isWhole = items.length < pageSize;
      const before = offset === 0 ? [] : kept;
      const after = offset === 0 && !isWhole ? kept : [];
      const hasMore = offset === 0 && after.length > 0 ? this.value.hasMore : !isWhole;
      this.set({ items: [...before, ...items, ...after], load: "idle", hasMore, hasLoaded: true });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (question !== this.asked) return;
      this.set({ ...this.value, load: "failed" });
    }
  }
}
