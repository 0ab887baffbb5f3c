/** Making accounts of many logins at once: they are looked at first, and a job makes those that are new. */
import { useState } from "react";
import { formatMoment } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { Banner } from "../../shared/ui/Banner";
import { Chip, type Tone } from "../../shared/ui/Chip";
import { AreaField, Field } from "../../shared/ui/Field";
import { isolated } from "../../shared/ui/Sentence";
import { JobPanel } from "../jobs/JobPanel";
import { useJob, type WatchedJob } from "../jobs/useJob";
import { FormDialog } from "../ui/FormDialog";
import { Link } from "../ui/Link";
import { useSubmit } from "../useSubmit";
import { countOutcomes, countWords, type ImportItem, importing, type ImportReport, itemFacts, leftOutFirst, type Outcome } from "./importing";
import { useAccountText } from "./text";

/** More rows than anybody reads; their number is said. */
const mostShown = 200;

const tones: Record<Outcome, Tone> = { new: "good", duplicate: "plain", expired: "warn", invalid: "bad" };

export function useImport(onEnd: () => void): WatchedJob<ImportReport> {
  return useJob<ImportReport>("account_import", onEnd);
}

export function ImportButton({ watched }: { watched: WatchedJob<ImportReport> }) {
  const t = useAccountText().importing;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button busy={watched.isRunning} onClick={() => setOpen(true)}>{t.open}</Button>
      {isOpen && <ImportDialog watched={watched} onClose={() => setOpen(false)} />}
    </>
  );
}

function ImportDialog({ watched, onClose }: { watched: WatchedJob<ImportReport>; onClose: () => void }) {
  const text = useAccountText();
  const t = text.importing;
  const submit = useSubmit(["body"]);
  const [pasted, setPasted] = useState("");
  const [items, setItems] = useState<readonly ImportItem[] | null>(null);
  const fresh = items ? countOutcomes(items).new : 0;

  function change(next: string) {
    setPasted(next);
    setItems(null);
    submit.forget("body");
  }

  /** Files are added to what is there, so that several can be taken. */
  async function read(files: FileList | null) {
    const texts = await Promise.all([...(files ?? [])].map((file) => file.text()));
    change([pasted, ...texts].filter((part) => part.trim() !== "").join("\n"));
  }

  async function next() {
    const problems = { body: pasted.trim() ? null : t.nothing };
    if (items === null) {
      await submit.run(problems, async () => setItems(await importing.preview(pasted)));
    } else if (fresh === 0) {
      submit.check({ body: t.nothingNew });
    } else if (await submit.run(problems, () => watched.begin(() => importing.begin(pasted)))) {
      onClose();
    }
  }

  return (
    <FormDialog
      wide title={t.title} submitLabel={items === null || fresh === 0 ? t.look : t.begin(fresh)}
      submit={submit} onSubmit={() => void next()} onClose={onClose}
    >
      <Banner tone="info" title={text.notice.title}>{text.notice.text}</Banner>
      <AreaField
        label={t.label} hint={t.hint} name="body" error={submit.fields["body"]} value={pasted} rows={8}
        spellCheck={false} autoCapitalize="none" autoComplete="off" onChange={(event) => change(event.target.value)}
      />
      <Field label={t.files}>
        {(control) => (
          <input
            className="input" type="file" multiple accept=".json,.jsonl,.txt"
            onChange={(event) => { void read(event.target.files); event.target.value = ""; }} {...control}
          />
        )}
      </Field>
      <div role="status">{items && <Preview items={items} />}</div>
    </FormDialog>
  );
}

function Preview({ items }: { items: readonly ImportItem[] }) {
  const text = useAccountText();
  const t = text.importing;
  return (
    <>
      <p><strong>{countWords(countOutcomes(items), t)}</strong></p>
      <ul className="job-items">
        {leftOutFirst(items).slice(0, mostShown).map((item) => (
          <li key={item.line}>
            <span>
              {[t.line(item.line), ...itemFacts(item, text, formatMoment).map((fact) => isolated(fact))].join(" · ")}
              {item.reason && <small className="soft" dir="auto"> {item.reason}</small>}
            </span>
            <Chip tone={tones[item.outcome]}>{t.outcomes[item.outcome]}</Chip>
          </li>
        ))}
      </ul>
      {items.length > mostShown && <p className="field-hint">{t.more(items.length - mostShown)}</p>}
    </>
  );
}

export function ImportPanel({ watched }: { watched: WatchedJob<ImportReport> }) {
  const t = useAccountText().importing;
  return (
    <JobPanel
      watched={watched}
      title={t.job}
      summary={({ report: { new: made = 0, duplicate = 0, invalid = 0, expired = 0 } }) =>
        countWords({ new: made, duplicate, invalid, expired }, { ...t, counted: { ...t.counted, new: t.made } }) || t.none}
    >
      {({ report }) => <Results report={report} />}
    </JobPanel>
  );
}

function Results({ report: { accounts = [] } }: { report: Partial<ImportReport> }) {
  const t = useAccountText().importing;
  if (accounts.length === 0) return null;
  return (
    <details className="more-options">
      <summary>{t.which}</summary>
      <ul className="job-items">
        {accounts.slice(0, mostShown).map(({ line, id, name }) => (
          <li key={line}>
            <Link className="cell-link" dir="auto" href={`/admin/accounts?q=${id}`}>{name}</Link>
            <small className="soft">{t.line(line)}</small>
          </li>
        ))}
      </ul>
      {accounts.length > mostShown && <p className="field-hint">{t.more(accounts.length - mostShown)}</p>}
    </details>
  );
}
