import { useLayoutEffect, useMemo, useRef } from "react";
import { names } from "../shared/names";
import { formulaNode, type Katex, katexModule } from "./katex";
import { useModule } from "../shared/lazyModule";
import type { Formula } from "./nodes";

/** A formula set by KaTeX; its source until KaTeX is there, while it is being written, and when it cannot be set. */
export function FormulaView({ formula }: { formula: Formula }) {
  const { loaded: module } = useModule(katexModule, !formula.isOpen);
  if (formula.isOpen || !module) return <Source formula={formula} />;
  return <SetFormula katex={module.default} formula={formula} />;
}

function SetFormula({ katex, formula }: { katex: Katex; formula: Formula }) {
  const { tex, isBlock } = formula;
  const place = useRef<HTMLSpanElement>(null);
  const node = useMemo(() => formulaNode(katex, tex, isBlock), [katex, tex, isBlock]);
  useLayoutEffect(() => {
    if (node) place.current?.replaceChildren(node);
  }, [node]);
  if (!node) return <Source formula={formula} />;
  return <span ref={place} dir="ltr" className={isBlock ? "formula formula-block" : "formula"} />;
}

function Source({ formula }: { formula: Formula }) {
  return (
    <code className={names("formula-source", formula.isBlock && "formula-source-block")} dir="ltr">
      {formula.source.trim()}
    </code>
  );
}
