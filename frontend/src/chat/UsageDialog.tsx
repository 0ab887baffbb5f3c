import { useCallback, useState } from "react";
import { keepFile } from "../shared/download";
import { useCommon } from "../shared/locales/common";
import { useUsageWords } from "../shared/locales/usage";
import type { UsageWords } from "../shared/locales/usage.en";
import { Button } from "../shared/ui/Button";
import { Dialog } from "../shared/ui/Dialog";
import { DownloadIcon, RefreshIcon } from "../shared/ui/icons";
import type { Column } from "../shared/ui/Table";
import { toast } from "../shared/ui/Toast";
import { modelColumns, Moment, numberColumns, Result } from "../shared/usage/columns";
import { fileName, isFiltered, noFilter, usage, type UsageFilter, type UsageRow } from "../shared/usage/usage";
import { UsageFacts } from "../shared/usage/UsageFacts";
import { UsageFilters } from "../shared/usage/UsageFilters";
import { UsageList } from "../shared/usage/UsageList";
import { useCursor } from "../shared/useCursor";
import { refusalWords } from "./refusal";
import { useSession } from "./session";
import { useStore } from "./store";

/** What one asked, in the chat and by keys: when, of which model, and what became of it. */
export function UsageDialog({ onClose }: { onClose: () => void }) {
  const t = useUsageWords();
  const common = useCommon();
  const session = useSession();
  const { models } = useStore(session.models);
  const [filter, setFilter] = useState<UsageFilter>(noFilter);
  const [isSaving, setSaving] = useState(false);
  const list = useCursor<UsageRow>(JSON.stringify(filter), (cursor, signal) => usage.own(filter, cursor, signal));
  const change = useCallback((part: Partial<UsageFilter>) => setFilter((old) => ({ ...old, ...part })), []);

  async function download() {
    setSaving(true);
    try {
      keepFile(await usage.ownFile(filter), fileName);
    } catch (error) {
      toast(refusalWords(error), { tone: "error" });
    } finally {
      setSaving(false);
    }
  }

  return (
    <Dialog
      variant="page"
      title={t.title}
      onClose={onClose}
      footer={
        <>
          <Button icon={RefreshIcon} onClick={list.refresh}>{t.refresh}</Button>
          <Button icon={DownloadIcon} busy={isSaving} onClick={() => void download()}>{t.download}</Button>
          <Button variant="primary" onClick={onClose}>{common.close}</Button>
        </>
      }
    >
      <div className="form">
        <p>{t.intro}</p>
        <UsageFilters filter={filter} onChange={change} models={models.map((model) => model.slug)} />
        <UsageList list={list} columns={columns(t)} isFiltered={isFiltered(filter)} onClear={() => setFilter(noFilter)} />
      </div>
    </Dialog>
  );
}

function columns(t: UsageWords): Column<UsageRow>[] {
  return [
    { key: "when", header: t.when, cell: (row) => <Moment seconds={row.created_at} /> },
    ...modelColumns(t),
    {
      key: "result",
      header: t.status,
      cell: (row) => (
        <div className="usage-result">
          <Result row={row} t={t} />
          <details>
            <summary>{row.attempts.length > 1 ? `${t.details} · ${t.attemptCount(row.attempts.length)}` : t.details}</summary>
            <UsageFacts row={row} />
          </details>
        </div>
      ),
    },
    ...numberColumns(t),
  ];
}
