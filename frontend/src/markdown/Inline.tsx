import type { marked } from "marked";
import type { ReactNode } from "react";
import { Formula } from "./Formula";
import type { MathToken } from "./mathSyntax";
import { safeAddress, unescapeHtml } from "./safeText";

type Token = marked.Token | MathToken;

/** The tokens inside a line as elements. */
export function Inline({ tokens }: { tokens: readonly Token[] | undefined }): JSX.Element {
  return (
    <>
      {tokens?.map((token, index) => (
        <InlineToken key={index} token={token} />
      ))}
    </>
  );
}

function InlineToken({ token }: { token: Token }): JSX.Element {
  switch (token.type) {
    case "strong":
      return (
        <strong>
          <Inline tokens={token.tokens} />
        </strong>
      );
    case "em":
      return (
        <em>
          <Inline tokens={token.tokens} />
        </em>
      );
    case "del":
      return (
        <del>
          <Inline tokens={token.tokens} />
        </del>
      );
    case "codespan":
      return <code className="code-span">{unescapeHtml(token.text)}</code>;
    case "br":
      return <br />;
    case "escape":
      return <>{unescapeHtml(token.text)}</>;
    case "link":
      return (
        <OutsideLink href={token.href}>
          <Inline tokens={token.tokens} />
        </OutsideLink>
      );
    case "image":
      // Loading it would tell its server who reads this, so it stays a link.
      return <OutsideLink href={token.href}>{unescapeHtml(token.text) || unescapeHtml(token.href)}</OutsideLink>;
    case "math":
      return <Formula token={token as MathToken} />;
    case "html":
      return /^<br\s*\/?>$/i.test(token.raw) ? <br /> : <>{token.raw}</>;
    default:
      return "tokens" in token && token.tokens ? <Inline tokens={token.tokens as Token[]} /> : <>{unescapeHtml(token.raw)}</>;
  }
}

function OutsideLink({ href, children }: { href: string; children: ReactNode }) {
  const address = safeAddress(href);
  if (!address) return <>{children}</>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
