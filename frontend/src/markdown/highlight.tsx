import "./prismManual";
import Prism from "prismjs";
import "prismjs/components/prism-c";
import "prismjs/components/prism-cpp";
import "prismjs/components/prism-csharp";
import "prismjs/components/prism-java";
import "prismjs/components/prism-python";
import "prismjs/components/prism-bash";
import "prismjs/components/prism-diff";
import "prismjs/components/prism-docker";
import "prismjs/components/prism-go";
import "prismjs/components/prism-ini";
import "prismjs/components/prism-json";
import "prismjs/components/prism-jsx";
import "prismjs/components/prism-typescript";
import "prismjs/components/prism-tsx";
import "prismjs/components/prism-kotlin";
import "prismjs/components/prism-latex";
import "prismjs/components/prism-lua";
import "prismjs/components/prism-makefile";
import "prismjs/components/prism-markdown";
import "prismjs/components/prism-nginx";
import "prismjs/components/prism-objectivec";
import "prismjs/components/prism-perl";
import "prismjs/components/prism-markup-templating";
import "prismjs/components/prism-php";
import "prismjs/components/prism-powershell";
import "prismjs/components/prism-r";
import "prismjs/components/prism-ruby";
import "prismjs/components/prism-rust";
import "prismjs/components/prism-scala";
import "prismjs/components/prism-sql";
import "prismjs/components/prism-swift";
import "prismjs/components/prism-toml";
import "prismjs/components/prism-yaml";
import "prismjs/components/prism-dart";
import type { ReactNode } from "react";

type Stream = string | Prism.Token | (string | Prism.Token)[];

/** Code as coloured elements: Prism makes tokens, never HTML. */
export function coloured(code: string, language: string): ReactNode {
  const grammar = Prism.languages[language];
  return grammar ? elements(Prism.tokenize(code, grammar)) : code;
}

function elements(stream: Stream): ReactNode {
  if (typeof stream === "string") return stream;
  if (Array.isArray(stream)) return stream.map((part, index) => (typeof part === "string" ? part : <Piece key={index} token={part} />));
  return <Piece token={stream} />;
}

function Piece({ token }: { token: Prism.Token }) {
  const alias = Array.isArray(token.alias) ? token.alias.join(" ") : token.alias;
  return <span className={`token ${token.type}${alias ? ` ${alias}` : ""}`}>{elements(token.content)}</span>;
}
