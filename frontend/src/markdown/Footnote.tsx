import { createContext, type MouseEvent, type ReactNode, useContext } from "react";
import { useMarkdownWords } from "./text";
import { normalLabel } from "./linkTail";

/** What the ids of footnotes in a text begin with, since a page shows many texts. */
export const FootnotePrefix = createContext("");

/** What stands for a footnote in the text; leads to it. */
export function FootnoteReference({ label }: { label: string }) {
  const t = useMarkdownWords();
  const id = useFootnoteId(label);
  return (
    <sup className="footnote-reference">
      <a href={`#${id}`} onClick={goTo} aria-label={t.footnote(label)} data-reference={id}>
        {label}
      </a>
    </sup>
  );
}

/** The footnote itself, where it is written; its label leads back to the text. */
export function Footnote({ label, children }: { label: string; children: ReactNode }) {
  const t = useMarkdownWords();
  const id = useFootnoteId(label);
  return (
    <div className="footnote" id={id} tabIndex={-1}>
      <button type="button" onClick={() => goBack(id)} aria-label={t.footnoteBack(label)}>
        {label}
      </button>
      <div>{children}</div>
    </div>
  );
}

function useFootnoteId(label: string): string {
  return `${useContext(FootnotePrefix)}-${encodeURIComponent(normalLabel(label))}`;
}

/** Without a new address, which belongs to the conversation. */
function goTo(event: MouseEvent<HTMLAnchorElement>): void {
  event.preventDefault();
  focus(document.getElementById(event.currentTarget.hash.slice(1)));
}

function goBack(id: string): void {
  focus(document.querySelector<HTMLElement>(`[data-reference="${CSS.escape(id)}"]`));
}

function focus(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}
