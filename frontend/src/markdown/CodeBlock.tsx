import { useEffect, useRef, useState } from "react";
import { copyText } from "../shared/clipboard";
import { names } from "../shared/names";
import { toast } from "../shared/ui/Toast";
import { CheckIcon, CopyIcon, WrapIcon } from "../shared/ui/icons";
import { useCommon } from "../shared/locales/common";
import { useChatWords } from "../shared/locales/chat";
import { languageName } from "./languageName";

type Highlight = typeof import("./highlight");
let loaded: Highlight | null = null;

/** Above this, colours cost more than they help while the code is still growing. */
const longestColoured = 60_000;

/** Code with its language, a copy button, and colours once the highlighter has been fetched. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  const t = useChatWords();
  const name = languageName(language);
  const [wraps, setWraps] = useState(false);
  const highlight = useHighlight(name.key !== "");
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
      <pre className={names(wraps && "code-wraps")} tabIndex={0}>
        <code>{highlight && code.length <= longestColoured ? highlight.coloured(code, name.key) : code}</code>
      </pre>
    </figure>
  );
}

function useHighlight(isWanted: boolean): Highlight | null {
  const [highlight, setHighlight] = useState<Highlight | null>(loaded);
  useEffect(() => {
    if (!isWanted || highlight) return;
    let isGone = false;
    import("./highlight").then(
      (module) => {
        loaded = module;
        if (!isGone) setHighlight(module);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [isWanted, highlight]);
  return highlight;
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
