import "../ui/together";
import { useCallback, useState } from "react";
import { keepFile } from "../../shared/download";
import { useUsageWords } from "../../shared/usage/text";
import type { UsageWords } from "../../shared/usage/en";
import { Button } from "../../shared/ui/Button";
import { DownloadIcon, RefreshIcon } from "../../shared/ui/icons";
import type { Column } from "../../shared/ui/Table";
import { Cut, modelColumn, momentColumn, numberColumns, resultColumn } from "../../shared/usage/columns";
import { fileName, isFiltered, usage, type UsageFilter, type UsageRow } from "../../shared/usage/usage";
import { UsageDrawer } from "../../shared/usage/UsageDrawer";
import { UsageFilters } from "../../shared/usage/UsageFilters";
import { UsageList } from "../../shared/usage/UsageList";
import { accountWords } from "../../shared/usage/words";
import { useCursor } from "../../shared/useCursor";
import { findAccounts, findMembers } from "../bindings/pick";
import { usePicked } from "../bindings/usePicked";
import { accounts } from "../accounts/api";
import { PastChoice } from "../choice/PastChoice";
import { changeQuery, useQuery } from "../router";
import { useText } from "../text";
import { PageHead } from "../ui/PageHead";
import { NoticeStrip, useAct } from "../ui/notices";
import { Picker } from "../ui/Picker";
import { addressOf, filterIn, withoutFilter } from "./address";
import { Arrived } from "./Arrived";

/** Everybody's requests, newest first; the filter stands in the address. */
export function Page() {
  const t = useUsageWords();
  const { shell } = useText();
  const filter = filterIn(useQuery());
  const list = useCursor<UsageRow>(JSON.stringify(filter), (cursor, signal) => usage.everybodys(filter, cursor, signal));
  const account = usePicked("channel", filter.channel, async (id) => (await accounts.find(id)).name);
  const [open, setOpen] = useState<UsageRow | null>(null);
  const { busy, act } = useAct();
  const change = useCallback((part: Partial<UsageFilter>) => changeQuery(addressOf(part)), []);
  const clear = () => changeQuery(withoutFilter());
  const download = () => act("export", async () => keepFile(await usage.everybodysFile(filter), fileName));

  return (
    <>
      <PageHead title={shell.usage} intro={t.introAll}>
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
      <Arrived filter={filter} />
      <UsageList list={list} columns={columns(t, setOpen)} isFiltered={isFiltered(filter)} onClear={clear} />
      {open && (
        <UsageDrawer row={open} isEverybodys onClose={() => setOpen(null)}>
          {open.request_id && <NoticeStrip><PastChoice requestId={open.request_id} /></NoticeStrip>}
        </UsageDrawer>
      )}
    </>
  );
}

function columns(t: UsageWords, open: (row: UsageRow) => void): Column<UsageRow>[] {
  return [
    momentColumn(t, open),
    { key: "member", header: t.member, cell: (row) => <Cut text={row.username} />, wideOnly: true },
    modelColumn(t, true),
    { key: "account", header: t.account, cell: (row) => <Cut text={accountWords(row)} />, wideOnly: true },
    resultColumn(t),
    ...numberColumns(t),
  ];
}
