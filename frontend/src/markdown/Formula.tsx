import { useEffect, useRef, useState } from "react";
import type { MathToken } from "./mathSyntax";

type Katex = typeof import("katex/katex.mjs").default;

let loading: Promise<Katex> | null = null;
let loaded: Katex | null = null;

/** KaTeX is big and seldom needed: the first formula fetches it. */
function loadKatex(): Promise<Katex> {
  loading ??= import("katex/katex.mjs").then((module) => {
    loaded = module.default;
    return module.default;
  });
  return loading;
}

/** A formula set by KaTeX; its source until KaTeX is there, while it is being written, and when it cannot be set. */
export function Formula({ token }: { token: MathToken }) {
  const [katex, setKatex] = useState<Katex | null>(() => loaded);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (katex) return;
    let isGone = false;
    loadKatex().then(
      (module) => !isGone && setKatex(() => module),
      () => !isGone && setFailed(true),
    );
    return () => {
      isGone = true;
    };
  }, [katex]);

  if (token.isOpen || failed || !katex) return <code className="formula-source">{token.raw.trim()}</code>;
  return <SetFormula katex={katex} tex={token.tex} isBlock={token.isBlock} />;
}

function SetFormula({ katex, tex, isBlock }: { katex: Katex; tex: string; isBlock: boolean }) {
  const place = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    if (!place.current) return;
    katex.render(tex, place.current, {
      displayMode: isBlock,
      throwOnError: false,
      errorColor: "currentColor",
      strict: false,
      trust: false,
      maxSize: 20,
      maxExpand: 500,
    });
  }, [katex, tex, isBlock]);

  return <span ref={place} className={isBlock ? "formula formula-block" : "formula"} />;
}
