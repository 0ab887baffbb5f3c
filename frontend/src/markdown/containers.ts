import type { Marker } from "./blockStarts";
import type { Line } from "./line";
import type { Block, Item, List } from "./nodes";

/** A block that holds others and is still open. */
export interface Container {
  kind: "document" | "quote" | "list" | "item" | "footnote";
  children: Block[];
  /** The quotes around what it holds, and all containers around it but lists. */
  quotes: number;
  depth: number;
  /** What a line must be indented by to stand in it, for an item and a footnote. */
  indent: number;
  /** The list that it is, or whose item it is, with the last character of its markers. */
  list?: List;
  marker?: string;
  item?: Item;
}

/** Does the line stand in the container? Takes what says so. */
export function holds(container: Container, line: Line): boolean {
  switch (container.kind) {
    case "document":
    case "list":
      return true;
    case "quote":
      if (line.indent > 3 || line.first !== ">") return false;
      takeQuote(line);
      return true;
    default:
      if (line.isBlank && container.children.length === 0) return false;
      if (!line.isBlank && line.indent < container.indent) return false;
      line.takeColumns(Math.min(line.indent, container.indent));
      return true;
  }
}

export function takeQuote(line: Line): void {
  line.takeMarker(1);
  line.takeColumns(Math.min(1, line.indent));
}

/** Takes an item's marker; returns how far its text is indented. */
export function takeItem(line: Line, marker: Marker): number {
  const before = line.indent;
  line.takeMarker(marker.text.length);
  // Five columns and more belong to code that begins in the item.
  const blanks = line.isBlank || line.indent > 4 ? 1 : line.indent;
  line.takeColumns(Math.min(blanks, line.indent));
  return before + marker.text.length + blanks;
}

export function newList(marker: Marker): List {
  return { type: "list", isOrdered: marker.isOrdered, start: marker.start, isLoose: false, items: [] };
}

/** Takes `[ ]` or `[x]` off the text of an item that begins with it. */
export function setTask(item: Item): void {
  const first = item.children[0];
  if (first?.type !== "paragraph") return;
  const found = /^\[([ xX])\](?=\s)/.exec(first.leaf.text);
  if (!found) return;
  item.task = found[1] !== " ";
  first.leaf.text = first.leaf.text.slice(4);
}
