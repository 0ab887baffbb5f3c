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
import type { Coloured } from "./coloured";

type Stream = string | Prism.Token | (string | Prism.Token)[];

/** Tokens inside each other that get a colour of their own. */
const deepest = 20;

/** Code cut into coloured pieces: Prism makes tokens, never HTML. What it cannot read stays in one piece. */
export function coloured(code: string, language: string): Coloured[] {
  const grammar = Prism.languages[language];
  try {
    return grammar ? pieces(Prism.tokenize(code, grammar), 0) : [code];
  } catch {
    return [code];
  }
}

function pieces(stream: Stream, depth: number): Coloured[] {
  if (typeof stream === "string") return [stream];
  if (Array.isArray(stream)) return stream.map((part) => (typeof part === "string" ? part : piece(part, depth)));
  return [piece(stream, depth)];
}

function piece(token: Prism.Token, depth: number): Coloured {
  const alias = Array.isArray(token.alias) ? token.alias.join(" ") : token.alias;
  const inside = depth < deepest ? pieces(token.content, depth + 1) : [textOf(token.content)];
  return { classes: `token ${token.type}${alias ? ` ${alias}` : ""}`, inside };
}

function textOf(stream: Stream): string {
  if (typeof stream === "string") return stream;
  return Array.isArray(stream) ? stream.map(textOf).join("") : textOf(stream.content);
}
