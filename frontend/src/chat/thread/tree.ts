import { type Message, readMessage } from "./message";
import { type Json, objectOf, stringOf } from "../../shared/json";

/** The root of every conversation, which has no message. */
export const rootId = "client-created-root";

export interface Node {
  id: string;
  parent: string | null;
  children: readonly string[];
  message: Message | null;
}

/** The tree of a conversation's messages. Never changed in place: every change makes a new tree. */
export type Tree = Readonly<Record<string, Node>>;

/** A person's message, or the answer to it with the thoughts before. */
export interface Item {
  /** The first node: the one that has siblings. */
  id: string;
  role: "user" | "assistant";
  messages: readonly Message[];
  siblings: readonly string[];
}

export const emptyTree: Tree = { [rootId]: { id: rootId, parent: null, children: [], message: null } };

/** Reads `mapping` of `GET conversation/{id}`. */
export function readTree(mapping: Json | undefined): Tree {
  const tree: Record<string, Node> = {};
  for (const [id, raw] of Object.entries(objectOf(mapping))) {
    const node = objectOf(raw);
    const children = Array.isArray(node["children"]) ? node["children"].map(stringOf).filter(Boolean) : [];
    tree[id] = { id, parent: stringOf(node["parent"]) || null, children, message: readMessage(node["message"]) };
  }
  return Object.keys(tree).length > 0 ? tree : emptyTree;
}

/** Puts a part of the tree that was fetched to what is held already; what is held is not given up for a mere name. */
export function merged(held: Tree, found: Tree): Tree {
  const tree = { ...held };
  for (const [id, node] of Object.entries(found)) {
    const known = held[id]?.message;
    tree[id] = node.message?.isLeftOut && known ? { ...node, message: known } : node;
  }
  return tree;
}

/** Is the message here, and not only its name? */
export function holds(tree: Tree, id: string): boolean {
  const message = tree[id]?.message;
  return message != null && !message.isLeftOut;
}

/** The first of a path whose message is here. */
export function firstHeld(path: readonly Node[]): Node | undefined {
  return path.find((node) => node.message !== null && !node.message.isLeftOut);
}

/** The first message on the way to `leaf` above which some are not here; null when all are. */
export function cutAt(tree: Tree, leaf: string | null): Node | null {
  const path = pathTo(tree, leaf);
  const isWhole = path[0]?.parent === null && !path.some((node) => node.message?.isLeftOut);
  return isWhole ? null : (firstHeld(path) ?? null);
}

export function rootOf(tree: Tree): string {
  return Object.values(tree).find((node) => node.parent === null)?.id ?? rootId;
}

/** Puts a message into the tree under `parent`; one that is there already is replaced, and moved if it hangs elsewhere. */
export function withMessage(tree: Tree, message: Message, parent: string): Tree {
  const known = tree[message.id];
  if (known && (known.parent === parent || !canMove(tree, message.id, parent))) {
    return { ...tree, [message.id]: { ...known, message } };
  }
  const base = known ? withoutChild(tree, known) : tree;
  const above = base[parent];
  if (!above) return tree;
  return {
    ...base,
    [parent]: { ...above, children: [...above.children, message.id] },
    [message.id]: { id: message.id, parent, children: known?.children ?? [], message },
  };
}

function canMove(tree: Tree, id: string, parent: string): boolean {
  return tree[parent] !== undefined && !pathTo(tree, parent).some((node) => node.id === id);
}

function withoutChild(tree: Tree, node: Node): Tree {
  const above = node.parent === null ? undefined : tree[node.parent];
  if (!above) return tree;
  return { ...tree, [above.id]: { ...above, children: above.children.filter((child) => child !== node.id) } };
}

/** Takes a leaf out again. */
export function withoutLeaf(tree: Tree, id: string): Tree {
  const node = tree[id];
  if (!node || node.children.length > 0) return tree;
  const { [id]: _removed, ...rest } = withoutChild(tree, node);
  return rest;
}

/** The nodes from the root down to `leaf`. */
export function pathTo(tree: Tree, leaf: string | null): Node[] {
  const path: Node[] = [];
  const seen = new Set<string>();
  for (let node = leaf === null ? undefined : tree[leaf]; node && !seen.has(node.id); ) {
    seen.add(node.id);
    path.unshift(node);
    node = node.parent === null ? undefined : tree[node.parent];
  }
  return path;
}

/** The path as the reader sees it: questions and answers by turns. */
export function itemsTo(tree: Tree, leaf: string | null): Item[] {
  const items: Item[] = [];
  for (const { id, message, parent } of pathTo(tree, leaf)) {
    if (!message || message.isLeftOut || message.role === "system") continue;
    const role = message.role === "user" ? "user" : "assistant";
    const last = items[items.length - 1];
    if (last && role === "assistant" && last.role === "assistant") {
      items[items.length - 1] = { ...last, messages: [...last.messages, message] };
    } else {
      items.push({ id, role, messages: [message], siblings: siblingsOf(tree, id, parent, message.role) });
    }
  }
  return items;
}

function siblingsOf(tree: Tree, id: string, parent: string | null, role: string): readonly string[] {
  const children = parent === null ? [id] : (tree[parent]?.children ?? [id]);
  return children.filter((child) => tree[child]?.message?.role === role);
}

/** The newest leaf below a node. */
export function leafBelow(tree: Tree, id: string): string {
  let leaf = id;
  for (let next: string | undefined = id; next; next = tree[next]?.children.filter((child) => tree[child]).at(-1)) leaf = next;
  return leaf;
}

/** `leaf` if a message is on the way to it, else the newest leaf below that message; `leaf` too when that message is not here. */
export function leafShowing<Leaf extends string | null>(tree: Tree, id: string | null, leaf: Leaf): Leaf | string {
  if (id === null || !holds(tree, id) || pathTo(tree, leaf).some((node) => node.id === id)) return leaf;
  return leafBelow(tree, id);
}

/** The person's message that a node answers, or is. */
export function questionOf(tree: Tree, id: string): Node | null {
  const path = pathTo(tree, id);
  return path.reverse().find((node) => node.message?.role === "user") ?? null;
}

/** The message that is being written, if any. */
export function running(tree: Tree): Node | null {
  return Object.values(tree).find((node) => node.message?.status === "in_progress") ?? null;
}
