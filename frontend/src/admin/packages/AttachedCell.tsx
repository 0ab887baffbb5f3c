import { Sentence } from "../../shared/ui/Sentence";
import { holders } from "./attached";
import { usePackageText } from "./text";
import type { Package } from "./types";

/** What a package is attached to, a line for each kind. */
export function AttachedCell({ item }: { item: Package }) {
  const text = usePackageText();
  const found = holders(item, text);
  if (found.length === 0) return <span className="faint">{text.packages.holders.nothing}</span>;
  return <ul className="holders">{found.map((words) => <li key={words}><Sentence text={words} /></li>)}</ul>;
}
