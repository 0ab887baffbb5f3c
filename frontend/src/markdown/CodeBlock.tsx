import { memo, useEffect, useMemo, useRef, useState } from "react";
import { copyText } from "../shared/clipboard";
import { names } from "../shared/names";
import { toast } from "../shared/ui/Toast";
import { CheckIcon, CopyIcon, WrapIcon } from "../shared/ui/icons";
import { useCommon } from "../shared/locales/common";
import { useMarkdownWords } from "./text";
import { type Coloured, type Highlight, highlightModule } from "./coloured";
import { languageName } from "./languageName";
import { useModule } from "../shared/lazyModule";
import { longestColoured, mayBeColoured, segmentsOf } from "./segments";


/** Code with its language, a copy button, and colours once the highlighter has been fetched. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  const t = useMarkdownWords();
  const name = languageName(language);
  const [wraps, setWraps] = useState(false);
  const { loaded: highlight } = useModule(highlightModule, name.key !== "");
  const segments = useMemo(() => (code.length <= longestColoured ? segmentsOf(code) : [code]), [code]);
  return (
    <figure className="code-block" aria-label={t.codeLabel(name.label || t.codePlain)}>
      <div className="code-bar">
        <span>{name.label || t.codePlain}</span>
        <button type="button" aria-pressed={wraps} onClick={() => setWraps(!wraps)} title={t.wrapLines} aria-label={t.wrapLines}>
          <WrapIcon size={16} />
        </button>
        <CopyCode code={code} />
      </div>
      {/* Long lines scroll; the keyboard needs the focus for that. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={names(wraps && "code-wraps")} dir="ltr" tabIndex={0}>
        <code>
          {segments.map((segment, index) => (
            <Segment key={index} code={segment} language={name.key} highlight={highlight} />
          ))}
        </code>
      </pre>
    </figure>
  );
}

const Segment = memo(function Segment({ code, language, highlight }: { code: string; language: string; highlight: Highlight | null }) {
  return highlight && mayBeColoured(code) ? <Pieces of={highlight.coloured(code, language)} /> : <>{code}</>;
});

function Pieces({ of: pieces }: { of: readonly Coloured[] }) {
  return (
    <>
      {pieces.map((piece, index) =>
        typeof piece === "string" ? (
          piece
        ) : (
          <span key={index} className={piece.classes}>
            <Pieces of={piece.inside} />
          </span>
        ),
      )}
    </>
  );
}

function CopyCode({ code }: { code: string }) {
  const t = useCommon();
  const [isCopied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    if (!(await copyText(code))) return toast(t.copyFailed, { tone: "error" });
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), 2_000);
  }

  return (
    <button type="button" onClick={() => void copy()}>
      {isCopied ? <CheckIcon size={16} /> : <CopyIcon size={16} />}
      <span aria-live="polite">{isCopied ? t.copied : t.copy}</span>
    </button>
  );
}
