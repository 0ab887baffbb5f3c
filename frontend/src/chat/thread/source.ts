import type { Held } from "../../shared/api";
import { stringOf, type JsonObject } from "../../shared/json";
import { fetchConversation, fetchOutline } from "./api";
import { firstHeld, type Node, pathTo, readTree, type Tree } from "./tree";

/** How many messages are fetched at first, and more with every look upwards. */
const portion = 50;

/** The number of a message in its conversation, the first of those that were fetched: how many are above is known by it. */
export interface Numbered {
  id: string;
  number: number;
}

/** What was fetched of a conversation. */
export interface Found {
  data: JsonObject;
  /** A part of the whole; null when no messages were asked for. */
  tree: Tree | null;
  numbered: Numbered | null;
  /** The conversation went on since this page knew it. */
  isMoved: boolean;
}

/** What this page knows of a conversation, which is what it need not fetch again. */
export class Source {
  /** The conversation's current node; null until something was fetched. */
  current: string | null = null;
  /** What the server knows the held conversation by; null when that is to be found out. */
  private tag: string | null = null;
  /** Up to where the messages are held, as the server counts them. */
  private version: string | null = null;

  /** A turn came in over its stream. */
  answered(): void {
    this.tag = null;
  }

  /** What was added or changed; at first the newest messages. */
  async changes(id: string): Promise<Found> {
    return this.read(await fetchConversation(id, this.version ? { since: this.version } : { limit: portion }));
  }

  async whole(id: string): Promise<Found> {
    return this.read(await fetchConversation(id, {}));
  }

  /** The messages above a node on its path. */
  async earlier(id: string, { id: before, parent }: Node): Promise<{ tree: Tree; numbered: Numbered | null }> {
    const { data } = await fetchConversation(id, { limit: portion, before });
    const tree = readTree(data["mapping"]);
    return { tree, numbered: numbered(data, tree, parent ?? "") };
  }

  /** As `changes`, but asks first whether there are any. Null: nothing is new, not even the title. */
  async news(id: string): Promise<Found | null> {
    if (this.current === null) return this.changes(id);
    const outline = await fetchOutline(id, this.tag);
    if (!outline) return null;
    const { data, tag } = outline;
    // Every turn moves the current node, so the same one stands in the same tree.
    if (!tag || stringOf(data["current_node"]) !== this.current) return this.changes(id);
    this.tag = tag;
    return { data, tree: null, numbered: null, isMoved: false };
  }

  private read({ data, tag }: Held<JsonObject>): Found {
    const tree = readTree(data["mapping"]);
    const current = stringOf(data["current_node"]);
    const isMoved = this.current !== null && this.current !== current;
    [this.tag, this.current, this.version] = [tag, current, stringOf(data["version"]) || null];
    return { data, tree, numbered: numbered(data, tree, current), isMoved };
  }
}

function numbered(data: JsonObject, tree: Tree, leaf: string): Numbered | null {
  const above = data["earlier_items"];
  const first = firstHeld(pathTo(tree, leaf));
  return typeof above === "number" && first ? { id: first.id, number: above + 1 } : null;
}
