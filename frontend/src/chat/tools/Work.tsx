import "../together";
import type { Json } from "../../shared/json";
import { isolated } from "../../shared/ui/Sentence";
import { GlobeIcon, SearchIcon } from "../../shared/ui/icons";
import { Styled } from "../extras/Styled";
import { useWorkWords } from "./text";
import { hostOf, isOfWeb, readSteps, readWork, type Step } from "./steps";

/** What the provider's tools are doing: the newest of it in a line, all of it behind that. */
export function RunningWork({ steps }: { steps: readonly Json[] }) {
  return <Styled><Steps steps={readSteps(steps)} isRunning /></Styled>;
}

/** What the provider's tools did for an answer that is over, in each of its parts. */
export function DoneWork({ works }: { works: readonly Json[] }) {
  return <Styled>{works.map((work, part) => <Steps key={part} steps={readWork(work).steps} isRunning={false} />)}</Styled>;
}

/** The pages that an answer names. */
export function Sources({ works }: { works: readonly Json[] }) {
  const t = useWorkWords();
  const sources = [...new Map(works.flatMap((work) => readWork(work).sources).map((source) => [source.url, source])).values()];
  if (sources.length === 0) return null;
  return (
    <Styled>
      <details className="thoughts sources">
        <summary>
          <GlobeIcon size={18} />
          <span>{t.sources(sources.length)}</span>
        </summary>
        <ol className="thoughts-text">
          {sources.map(({ url, title }) => (
            <li key={url}>
              <WebLink address={url} words={title} /> <small dir="ltr">{hostOf(url)}</small>
            </li>
          ))}
        </ol>
      </details>
    </Styled>
  );
}

function Steps({ steps, isRunning }: { steps: readonly Step[]; isRunning: boolean }) {
  const t = useWorkWords();
  const newest = steps[steps.length - 1];
  if (!newest) return null;
  const busy = isRunning && newest.state === "running" ? newest : null;
  const count = (kind: Step["kind"]) => steps.filter((step) => step.kind === kind).length;
  const counted = ([["search", t.searches], ["page", t.pages], ["code", t.programs]] as const)
    .flatMap(([kind, words]) => (count(kind) > 0 ? [words(count(kind))] : []));
  const summary = t.joined(counted);
  return (
    <details className="thoughts">
      <summary>
        {busy ? <span className="waiting-dot" /> : <SearchIcon size={18} />}
        <span role={isRunning ? "status" : undefined}>
          {busy ? t.running[busy.kind](short(busy.subject)) : summary.charAt(0).toUpperCase() + summary.slice(1)}
        </span>
      </summary>
      <ol className="thoughts-text steps">
        {steps.map((step) => <li key={step.number}><StepView step={step} /></li>)}
      </ol>
    </details>
  );
}

function StepView({ step }: { step: Step }) {
  const t = useWorkWords();
  const failed = step.state === "failed" && <em>{` (${t.failed})`}</em>;
  if (step.kind === "code") {
    return (
      <>
        {t.code}{failed}
        {step.subject && <Program text={step.subject} label={t.code} />}
        {step.output && <Program text={step.output} label={t.output} />}
      </>
    );
  }
  const words = step.kind === "page" ? t.page : t.search;
  return (
    <>
      {words}{step.subject && ": "}
      {step.kind === "page" && isOfWeb(step.subject) ? <WebLink address={step.subject} words={step.subject} /> : <span dir="auto">{step.subject}</span>}
      {failed}
    </>
  );
}

function Program({ text, label }: { text: string; label: string }) {
  // What scrolls can be reached with the keyboard.
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  return <pre tabIndex={0} role="group" aria-label={label} dir="ltr"><code>{text}</code></pre>;
}

function WebLink({ address, words }: { address: string; words: string }) {
  return <a href={address} target="_blank" rel="noopener noreferrer nofollow" dir="auto">{isolated(words)}</a>;
}

/** The beginning, in a line. */
function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
