/** Making accounts of many keys and logins at once: they are looked at first, and a job makes those that are new. */
import { type DragEvent, useState } from "react";
import { Button } from "../../shared/ui/Button";
import { Banner } from "../../shared/ui/Banner";
import { AreaField, Field, Select, TextField } from "../../shared/ui/Field";
import { JobPanel } from "../jobs/JobPanel";
import type { WatchedJob } from "../../shared/job";
import { useJob } from "../jobs/useJob";
import { FormDialog } from "../ui/FormDialog";
import { Link } from "../ui/Link";
import { type Submit, useSubmit } from "../useSubmit";
import { countOutcomes, countWords, type ImportDefaults, type ImportItem, importing, type ImportReport, mostMegabytes } from "./importing";
import { mostShown, Preview } from "./ImportPreview";
import { typeOptions, useProviders } from "./providers";
import { useAccountText } from "./text";
import { AccountType } from "./types";

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
  const submit = useSubmit(["body", "models"]);
  const [pasted, setPasted] = useState("");
  const [defaults, setDefaults] = useState<ImportDefaults>({ type: "", models: "" });
  const [items, setItems] = useState<readonly ImportItem[] | null>(null);
  const fresh = items ? countOutcomes(items).new : 0;

  function change(next: string) {
    setPasted(next);
    setItems(null);
    submit.forget("body");
  }

  async function next() {
    const problems = { body: pasted.trim() ? null : t.nothing };
    if (items === null) {
      await submit.run(problems, async () => setItems(await importing.preview(pasted, defaults)));
    } else if (fresh === 0) {
      submit.check({ body: t.nothingNew });
    } else if (await submit.run(problems, () => watched.begin(() => importing.begin(pasted, defaults)))) {
      onClose();
    }
  }

  return (
    <FormDialog
      wide title={t.title} submitLabel={items === null || fresh === 0 ? t.look : t.begin(fresh)}
      submit={submit} onSubmit={() => void next()} onClose={onClose} isChanged={pasted !== ""}
    >
      <Banner tone="info" title={text.notice.title}>{text.notice.text}</Banner>
      <PasteFields pasted={pasted} submit={submit} onChange={change} />
      <DefaultFields defaults={defaults} error={submit.fields["models"]} onChange={(next) => { setDefaults(next); setItems(null); }} />
      <div role="status">{items && <Preview items={items} />}</div>
    </FormDialog>
  );
}

/** Where text is pasted, and files are dropped or chosen. */
function PasteFields({ pasted, submit, onChange }: { pasted: string; submit: Submit; onChange: (pasted: string) => void }) {
  const t = useAccountText().importing;

  /** Files are added to what is there, so that several can be taken. */
  async function read(files: FileList | null) {
    const all = [...(files ?? [])];
    const size = all.reduce((sum, file) => sum + file.size, pasted.length);
    if (!submit.check({ body: size > mostMegabytes << 20 ? t.tooBig(mostMegabytes) : null })) return;
    const texts = await Promise.all(all.map((file) => file.text()));
    onChange([pasted, ...texts].filter((part) => part.trim() !== "").join("\n"));
  }

  /** Text that is dropped is the browser's to put in its place. */
  function drop(event: DragEvent) {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void read(event.dataTransfer.files);
  }

  function allow(event: DragEvent) {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  }

  return (
    <>
      <div onDrop={drop} onDragOver={allow}>
        <AreaField
          label={t.label} hint={t.hint} name="body" error={submit.fields["body"]} value={pasted} rows={8}
          spellCheck={false} autoCapitalize="none" autoComplete="off" onChange={(event) => onChange(event.target.value)}
        />
      </div>
      <Field label={t.files}>
        {(control) => (
          <input
            className="input" type="file" multiple accept=".json,.jsonl,.txt,.csv,.env"
            onChange={(event) => { void read(event.target.files); event.target.value = ""; }} {...control}
          />
        )}
      </Field>
    </>
  );
}

/** What accounts get that do not say it themselves. */
function DefaultFields({ defaults, error, onChange }: {
  defaults: ImportDefaults;
  error: string | undefined;
  onChange: (defaults: ImportDefaults) => void;
}) {
  const text = useAccountText();
  const t = text.importing;
  const types = typeOptions(text.accounts, useProviders(), AccountType.openAI).filter(({ value }) => value !== String(AccountType.demo));
  return (
    <>
      <Select
        label={t.type} hint={t.typeHint} value={defaults.type} options={[{ value: "", label: t.typeTold }, ...types]}
        onChange={(type) => onChange({ ...defaults, type })}
      />
      <TextField
        label={t.models} hint={t.modelsHint} name="models" error={error} value={defaults.models}
        spellCheck={false} autoCapitalize="none" onChange={(event) => onChange({ ...defaults, models: event.target.value })}
      />
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
      {({ report }) => (
        <>
          {(report.models_assumed ?? 0) > 0 && <Banner tone="warn">{t.assumed(report.models_assumed ?? 0)}</Banner>}
          <LeftOut report={report} />
          <Made report={report} />
        </>
      )}
    </JobPanel>
  );
}

/** What somebody has to look at is there at once. */
function LeftOut({ report: { left_out: items = [] } }: { report: Partial<ImportReport> }) {
  const t = useAccountText().importing;
  if (items.length === 0) return null;
  return (
    <details className="more-options" open={items.length <= 20}>
      <summary>{t.leftOut}</summary>
      <ul className="job-items">
        {items.slice(0, mostShown).map(({ line, outcome, reason }, place) => (
          <li key={place}>
            <span>{t.line(line)}</span>
            <small className="soft" dir="auto">{reason || t.outcomes[outcome]}</small>
          </li>
        ))}
      </ul>
      {items.length > mostShown && <p className="field-hint">{t.more(items.length - mostShown)}</p>}
    </details>
  );
}

function Made({ report: { accounts = [] } }: { report: Partial<ImportReport> }) {
  const t = useAccountText().importing;
  if (accounts.length === 0) return null;
  return (
    <details className="more-options">
      <summary>{t.which}</summary>
      <ul className="job-items">
        {accounts.slice(0, mostShown).map(({ line, id, name }) => (
          <li key={id}>
            <Link className="cell-link" dir="auto" href={`/admin/accounts?q=${id}`}>{name}</Link>
            <small className="soft">{t.line(line)}</small>
          </li>
        ))}
      </ul>
      {accounts.length > mostShown && <p className="field-hint">{t.more(accounts.length - mostShown)}</p>}
    </details>
  );
}
