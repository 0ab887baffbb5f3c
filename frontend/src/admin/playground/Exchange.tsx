import { useState } from "react";
import { CodeBlock } from "../../markdown/CodeBlock";
import { mostRaw } from "./answer";
import { lastRun, type PlaygroundState, requestOf } from "./playground";
import { curlOf, jsonOf } from "./request";
import { usePlaygroundText } from "./text";

/** The question as programs send it, and the answer as it came; drawn only while it is open. */
export function Exchange({ state, model }: { state: PlaygroundState; model: string }) {
  const t = usePlaygroundText().playground;
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="panel playground-exchange" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.exchange}</summary>
      {isOpen && <Pieces state={state} model={model} />}
    </details>
  );
}

function Pieces({ state, model }: { state: PlaygroundState; model: string }) {
  const t = usePlaygroundText().playground;
  const request = requestOf(state, model);
  const run = lastRun(state);
  const raw = run?.answer.raw ?? "";
  return (
    <div className="playground-pieces">
      <h3>{t.request}</h3>
      <CodeBlock code={jsonOf(request)} language="json" />
      <h3>{t.curl}</h3>
      <p className="field-hint">{t.curlHint}</p>
      <CodeBlock code={curlOf(location.origin, request)} language="bash" />
      <h3>{t.response}{run && run.status !== null && <span className="mono"> HTTP {run.status}</span>}</h3>
      {raw === "" ? <p className="soft">{t.noResponse}</p> : <CodeBlock code={raw} language={raw.startsWith("{") ? "json" : ""} />}
      {raw.length >= mostRaw && <p className="field-hint">{t.rawCut(mostRaw)}</p>}
    </div>
  );
}
