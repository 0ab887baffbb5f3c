/** What happened in one window of a member, for the others of the same browser: none of them has to ask the server for it. */
export type News =
  | { kind: "named"; id: string }
  | { kind: "began"; id: string; title: string; isArchived: boolean }
  | { kind: "titled"; id: string; title: string }
  | { kind: "ended"; id: string }
  | { kind: "gone"; ids: readonly string[] }
  /** Something was moved, renamed or brought back. */
  | { kind: "sorted" };

/** Line between the windows of a member in this browser. */
export class Windows {
  private readonly channel: BroadcastChannel;

  constructor(user: number, hear: (news: News) => void) {
    this.channel = new BroadcastChannel(`chat ${user}`);
    this.channel.onmessage = (event: MessageEvent<News>) => hear(event.data);
  }

  tell(news: News): void {
    this.channel.postMessage(news);
  }
}
