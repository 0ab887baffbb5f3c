import type { ReactNode } from "react";
import { createContext, useContext } from "react";
import { FootnoteReference } from "./Footnote";
import { FormulaView } from "./Formula";
import type { Inline } from "./nodes";
import { safeAddress } from "./safeText";

/** Links stand in no links. */
const InsideLink = createContext(false);

/** The pieces of a line as elements. */
export function Inlines({ of: inlines }: { of: readonly Inline[] }): JSX.Element {
  return (
    <>
      {inlines.map((inline, index) => (
        <InlineView key={index} inline={inline} />
      ))}
    </>
  );
}

function InlineView({ inline }: { inline: Inline }): JSX.Element {
  switch (inline.type) {
    case "text":
      return <>{inline.text}</>;
    case "strong":
      return (
        <strong>
          <Inlines of={inline.children} />
        </strong>
      );
    case "em":
      return (
        <em>
          <Inlines of={inline.children} />
        </em>
      );
    case "del":
      return (
        <del>
          <Inlines of={inline.children} />
        </del>
      );
    case "code":
      return (
        <code className="code-span" dir="ltr">
          {inline.text}
        </code>
      );
    case "break":
      return <br />;
    case "link":
      return (
        <OutsideLink href={inline.href}>
          <Inlines of={inline.children} />
        </OutsideLink>
      );
    case "image":
      // Loading it would tell its server who reads this, so it stays a link.
      return <OutsideLink href={inline.href}>{inline.children.length > 0 ? <Inlines of={inline.children} /> : inline.href}</OutsideLink>;
    case "footnote":
      return <FootnoteReference label={inline.label} />;
    case "math":
      return <FormulaView formula={inline} />;
  }
}

function OutsideLink({ href, children }: { href: string; children: ReactNode }) {
  const isInside = useContext(InsideLink);
  const address = isInside ? null : safeAddress(href);
  if (!address) return <>{children}</>;
  return (
    <InsideLink.Provider value={true}>
      <a href={address} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    </InsideLink.Provider>
  );
}
