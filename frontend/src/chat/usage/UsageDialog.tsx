import "../together";
import "../../shared/late";
import { useCallback, useState } from "react";
import { keepFile } from "../../shared/download";
import { useCommon } from "../../shared/locales/common";
import { useUsageWords } from "../../shared/usage/text";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { DownloadIcon, RefreshIcon } from "../../shared/ui/icons";
import { toast } from "../../shared/ui/Toast";
import { modelColumn, momentColumn, numberColumns, resultColumn } from "../../shared/usage/columns";
import { fileName, isFiltered, noFilter, usage, type UsageFilter, type UsageRow } from "../../shared/usage/usage";
import { UsageDrawer } from "../../shared/usage/UsageDrawer";
import { UsageFilters } from "../../shared/usage/UsageFilters";
import { UsageList } from "../../shared/usage/UsageList";
import { useCursor } from "../../shared/useCursor";
import { BalanceLine } from "./BalanceLine";
import { refusalWords } from "../refusal/refusal";
import { OwnSums } from "./OwnSums";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";

/** What one asked, in the chat and by keys: when, of which model, and what became of it. */
export function UsageDialog({ onClose }: { onClose: () => void }) {
  const t = useUsageWords();
  const common = useCommon();
  const session = useSession();
  const { models } = useStore(session.models);
  const [filter, setFilter] = useState<UsageFilter>(noFilter);
  const [open, setOpen] = useState<UsageRow | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [round, setRound] = useState(0);
  const list = useCursor<UsageRow>(JSON.stringify(filter), (cursor, signal) => usage.own(filter, cursor, signal));
  const columns = [momentColumn(t, setOpen), modelColumn(t), resultColumn(t), ...numberColumns(t)];
  const change = useCallback((part: Partial<UsageFilter>) => setFilter((old) => ({ ...old, ...part })), []);

  function refresh() {
    setRound((old) => old + 1);
    list.refresh();
  }

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
          <Button icon={RefreshIcon} onClick={refresh}>{t.refresh}</Button>
          <Button icon={DownloadIcon} busy={isSaving} onClick={() => void download()}>{t.download}</Button>
          <Button variant="primary" className="wide-only" onClick={onClose}>{common.close}</Button>
        </>
      }
    >
      <div className="form">
        <p>{t.intro}</p>
        <BalanceLine round={list.items?.[0]?.request_id ?? ""} />
        <OwnSums round={round} />
        <UsageFilters filter={filter} onChange={change} models={models.map((model) => model.slug)} />
        <UsageList list={list} columns={columns} isFiltered={isFiltered(filter)} onClear={() => setFilter(noFilter)} />
      </div>
      {open && <UsageDrawer row={open} onClose={() => setOpen(null)} />}
    </Dialog>
  );
}
