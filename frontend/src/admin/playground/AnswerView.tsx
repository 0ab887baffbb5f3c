import { formatNumber, locale } from "../../shared/i18n";
import { Banner } from "../../shared/ui/Banner";
import { ErrorBoundary } from "../../shared/ui/ErrorBoundary";
import { Spinner } from "../../shared/ui/Spinner";
import { Markdown } from "../../markdown/Markdown";
import type { Run } from "./ask";
import { FailureBanner } from "./FailureBanner";
import { usePlaygroundText } from "./text";

/** What the model said, how the answer ended, and what it took. `run` is null for words that somebody edited. */
export function AnswerView({ text, run, isPlain }: { text: string; run: Run | null; isPlain: boolean }) {
  const t = usePlaygroundText().playground;
  const isGrowing = run?.ending === "running";
  const reasoning = run?.answer.reasoning ?? "";
  const isSilent = text === "" && reasoning === "";
  return (
    <>
      {reasoning !== "" && (
        <details className="playground-reasoning">
          <summary>{t.reasoning}</summary>
          <Words text={reasoning} isGrowing={isGrowing && text === ""} isPlain={isPlain} />
        </details>
      )}
      {text !== "" && <Words text={text} isGrowing={isGrowing} isPlain={isPlain} />}
      {isGrowing && isSilent && (
        <p className="playground-waiting soft"><Spinner size={16} /> {run.request.stream ? t.waiting : t.waitingWhole}</p>
      )}
      {run?.ending === "whole" && text === "" && <p className="soft">{t.noWords}</p>}
      {run?.ending === "stopped" && <Banner tone="info">{t.stopped}</Banner>}
      {run?.ending === "cut" && <Banner tone="warn" role="alert">{t.cut}</Banner>}
      {run?.answer.failure && <FailureBanner failure={run.answer.failure} isMidway={!isSilent} />}
      {run && !isGrowing && <Facts run={run} />}
    </>
  );
}

function Words({ text, isGrowing, isPlain }: { text: string; isGrowing: boolean; isPlain: boolean }) {
  const plain = <p className="playground-words" dir="auto">{text}</p>;
  if (isPlain) return plain;
  return (
    <ErrorBoundary fallback={() => plain} resetKey={isGrowing}>
      <Markdown text={text} isGrowing={isGrowing} />
    </ErrorBoundary>
  );
}

/** Numbers about the answer; what it did not say is left out. */
function Facts({ run: { answer, firstAfter, took } }: { run: Run }) {
  const t = usePlaygroundText().playground;
  const { usage } = answer;
  const facts: [string, string | null][] = [
    [t.tokensRead, usage && usage.read !== null ? formatNumber(usage.read) : null],
    [t.tokensWritten, usage && usage.written !== null ? formatNumber(usage.written) : null],
    [t.firstWord, firstAfter === null ? null : seconds(firstAfter)],
    [t.inAll, seconds(took)],
    ["finish_reason", answer.finish || null],
    ["model", answer.model || null],
  ];
  return (
    <dl className="playground-facts">
      {facts.map(([name, value]) => value !== null && <div key={name}><dt>{name}</dt><dd dir="auto">{value}</dd></div>)}
    </dl>
  );
}

/** "0.42 sec", "12 sec". */
function seconds(milliseconds: number): string {
  const maximumFractionDigits = milliseconds < 1000 ? 2 : milliseconds < 10_000 ? 1 : 0;
  return new Intl.NumberFormat(locale(), { style: "unit", unit: "second", unitDisplay: "short", maximumFractionDigits }).format(milliseconds / 1000);
}
