import { createContext, useContext } from "react";
import { Accounts } from "../accounts/accounts";
import { Choices } from "../choices/choices";
import { Ready } from "../choices/ready";
import { api } from "../../shared/api";
import { isAdmin } from "../../shared/roles";
import { fetchModels, type Model } from "../../shared/models";
import type { History } from "../list/history";
import { Lists } from "../list/lists";
import { PersonalStorage } from "../../shared/personalStorage";
import { Quota } from "../quota/quota";
import { Store } from "../../shared/store";
import { Threads } from "../thread/threads";
import { watchRunning } from "./watch";
import { type News, Windows } from "./windows";

export interface User {
  id: number;
  username: string;
  display_name?: string;
  role: number;
}

export interface ModelsState {
  models: readonly Model[];
  chosen: string;
  load: "loading" | "ready" | "failed";
}

/** Everything the page knows about the person who is signed in. */
export class ChatSession {
  readonly storage: PersonalStorage;
  readonly choices: Choices;
  readonly ready: Ready;
  readonly lists = new Lists(
    (history) => watchRunning(history, (id) => this.threads.isFollowing(id)),
    (news) => this.windows.tell(news),
  );
  readonly quota = new Quota();
  readonly accounts = new Accounts();
  readonly models = new Store<ModelsState>({ models: [], chosen: "", load: "loading" });
  readonly threads: Threads;
  private readonly windows: Windows;

  constructor(readonly user: User) {
    this.storage = new PersonalStorage(user.id);
    this.choices = new Choices(this.storage);
    this.ready = new Ready(this.choices);
    this.windows = new Windows(user.id, (news) => this.hear(news));
    this.threads = new Threads({
      // The list is told what happened here; it is not fetched again for it.
      named: (id) => {
        this.lists.add(id, "");
        this.windows.tell({ kind: "named", id });
      },
      began: (conversation) => {
        if (!conversation.isArchived) this.lists.goOn(conversation.id, conversation.title);
        this.windows.tell({ kind: "began", ...conversation });
      },
      titled: (id, title) => {
        this.lists.change(id, { title });
        this.windows.tell({ kind: "titled", id, title });
      },
      ended: (id) => {
        if (id) {
          this.lists.change(id, { is_running: false });
          this.ready.tell();
          this.windows.tell({ kind: "ended", id });
        }
        void this.quota.refresh();
      },
      gone: (id) => this.lists.drop([id]),
    });
  }

  /** What another window of this browser says. A hidden one looks when it is shown again. */
  private hear(news: News): void {
    const isSeen = document.visibilityState === "visible";
    switch (news.kind) {
      case "named": return this.lists.add(news.id, "");
      case "began":
        if (!news.isArchived) this.lists.goOn(news.id, news.title);
        break;
      case "titled":
        this.threads.find(news.id)?.note({ title: news.title });
        return this.lists.change(news.id, { title: news.title });
      case "ended":
        this.lists.change(news.id, { is_running: false });
        if (isSeen) void this.quota.refresh();
        break;
      case "gone": return this.lists.drop(news.ids);
      case "sorted": return void (isSeen && this.lists.refresh());
    }
    const thread = this.threads.find(news.id);
    if (isSeen && thread?.isShown) void thread.load();
  }

  /** Those that are neither pinned nor in a project. */
  get history(): History {
    return this.lists.plain;
  }

  get isAdmin(): boolean {
    return isAdmin(this.user.role);
  }

  get name(): string {
    return this.user.display_name || this.user.username;
  }

  start(): void {
    void this.lists.begin();
    void this.quota.refresh();
    void this.loadModels();
  }

  async loadModels(): Promise<void> {
    try {
      const { models, default_model_slug: usual } = await fetchModels();
      const slugs = models.map((model) => model.slug);
      const wanted = [this.models.get().chosen, this.storage.get("model"), usual, slugs[0]];
      const chosen = wanted.find((slug) => typeof slug === "string" && slugs.includes(slug)) ?? "";
      this.models.set({ models, chosen, load: "ready" });
    } catch {
      this.models.set({ ...this.models.get(), load: "failed" });
    }
  }

  choose(slug: string): void {
    this.storage.set("model", slug);
    this.models.set({ ...this.models.get(), chosen: slug });
  }

  /** Ends the session here and leaves nothing of it in the browser. */
  async signOut(): Promise<void> {
    await this.leave("/api/user/logout");
  }

  /** As `signOut`, in every browser. */
  async signOutEverywhere(): Promise<void> {
    await this.leave("/api/user/logout_everywhere");
  }

  private async leave(path: string): Promise<void> {
    await api("POST", path, {}, { allowsStrangers: true });
    this.storage.clear();
    location.replace("/login");
  }
}

/** A browser that is signed in; times are Unix seconds. */
export interface SignedIn {
  created_time: number;
  last_seen_time: number;
  by_link: boolean;
  is_current: boolean;
}

export async function fetchSignedIn(): Promise<SignedIn[]> {
  return (await api<{ items: SignedIn[] }>("GET", "/api/user/sessions")).items;
}

export function fetchUser(): Promise<User> {
  return api<User>("GET", "/api/user/self", undefined, { allowsStrangers: true });
}

const SessionContext = createContext<ChatSession | null>(null);
export const SessionProvider = SessionContext.Provider;

export function useSession(): ChatSession {
  const session = useContext(SessionContext);
  if (!session) throw new Error("no session around this component");
  return session;
}
