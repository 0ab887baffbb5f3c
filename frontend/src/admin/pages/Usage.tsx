import { useCallback, useState } from "react";
import { keepFile } from "../../shared/download";
import { useUsageWords } from "../../shared/locales/usage";
import type { UsageWords } from "../../shared/locales/usage.en";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { DownloadIcon, RefreshIcon } from "../../shared/ui/icons";
import type { Column } from "../../shared/ui/Table";
import { Cut, modelColumns, Moment, numberColumns, Result } from "../../shared/usage/columns";
import { fileName, isFiltered, usage, type UsageFilter, type UsageRow } from "../../shared/usage/usage";
import { UsageFacts } from "../../shared/usage/UsageFacts";
import { UsageFilters } from "../../shared/usage/UsageFilters";
import { UsageList } from "../../shared/usage/UsageList";
import { accountWords } from "../../shared/usage/words";
import { useCursor } from "../../shared/useCursor";
import { findAccounts, findMembers } from "../bindings/pick";
import { usePicked } from "../bindings/usePicked";
import { accounts } from "../data/accounts";
import { changeQuery, useQuery } from "../router";
import { PageHead } from "../ui/ListView";
import { useAct } from "../ui/notices";
import { Picker } from "../ui/Picker";
import { addressOf, filterIn } from "../usage/address";

/** Everybody's requests, newest first; the filter stands in the address. */
export function Usage() {
  const t = useUsageWords();
  const filter = filterIn(useQuery());
  const list = useCursor<UsageRow>(JSON.stringify(filter), (cursor, signal) => usage.everybodys(filter, cursor, signal));
  const account = usePicked("channel", filter.channel, async (id) => (await accounts.find(id)).name);
  const [open, setOpen] = useState<UsageRow | null>(null);
  const { busy, act } = useAct();
  const change = useCallback((part: Partial<UsageFilter>) => changeQuery(addressOf(part)), []);
  const clear = () => changeQuery(addressOf({ username: "", channel: undefined, model: "", key: "", status: "", from: "", to: "" }));
  const download = () => act("export", async () => keepFile(await usage.everybodysFile(filter), fileName));

  return (
    <>
      <PageHead title={t.title} intro={t.introAll}>
        <Button icon={RefreshIcon} onClick={list.refresh}>{t.refresh}</Button>
        <Button icon={DownloadIcon} busy={busy === "export"} onClick={() => void download()}>{t.download}</Button>
      </PageHead>
      <UsageFilters filter={filter} onChange={change}>
        <Picker
          label={t.member} placeholder={t.anyMember} clearLabel={t.anyMember} search={findMembers}
          value={filter.username ? { id: 0, label: filter.username } : null} onChange={(picked) => change({ username: picked?.label ?? "" })}
        />
        <Picker
          label={t.account} placeholder={t.anyAccount} clearLabel={t.anyAccount} search={findAccounts}
          value={account} onChange={(picked) => change({ channel: picked?.id })}
        />
      </UsageFilters>
      <UsageList list={list} columns={columns(t, setOpen)} isFiltered={isFiltered(filter)} onClear={clear} />
      {open && <Dialog variant="drawer" title={t.details} onClose={() => setOpen(null)}><UsageFacts row={open} isEverybodys /></Dialog>}
    </>
  );
}

function columns(t: UsageWords, open: (row: UsageRow) => void): Column<UsageRow>[] {
  return [
    { key: "when", header: t.when, cell: (row) => <Opener row={row} t={t} onOpen={() => open(row)} /> },
    { key: "member", header: t.member, cell: (row) => <Cut text={row.username} /> },
    ...modelColumns(t),
    { key: "account", header: t.account, cell: (row) => <Cut text={accountWords(row)} />, wideOnly: true },
    {
      key: "result",
      header: t.status,
      cell: (row) => (
        <div className="usage-result">
          <Result row={row} t={t} />
          {row.attempts.length > 1 && <small>{t.attemptCount(row.attempts.length)}</small>}
        </div>
      ),
    },
    ...numberColumns(t),
  ];
}

function Opener({ row, t, onOpen }: { row: UsageRow; t: UsageWords; onOpen: () => void }) {
  return (
    <button type="button" className="cell-button" onClick={onOpen}>
      <span className="visually-hidden">{t.details}: </span>
      <Moment seconds={row.created_at} />
    </button>
  );
}
