import "../ui/together";
import { Fragment, useState } from "react";
import { formatMoment, formatNumber } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { EmptyState } from "../../shared/ui/EmptyState";
import { PlusIcon, ServerIcon } from "../../shared/ui/icons";
import { isolated } from "../../shared/ui/Sentence";
import type { Column } from "../../shared/ui/Table";
import { BulkBar } from "./bulk/Bar";
import { ChooseAccount, ChoosePage } from "./bulk/Chooser";
import { NoneTagged, TagChip, TagFilter } from "./bulk/Tag";
import { type Chosen, useChosen } from "./bulk/useChosen";
import { AccountForm } from "./Form";
import { AccountMenu } from "./AccountMenu";
import { ExportButton } from "./Export";
import { LearnedSign } from "./Learned";
import { ImportButton, ImportPanel, useImport } from "./Import";
import { Windows } from "./Login";
import { HeldBack } from "./Renewals";
import { StateFilter } from "./StateFilter";
import { TestAllButton, TestAllPanel, useTestAll } from "./TestAll";
import { TestButton, type Tests, TestVerdict, useTests } from "./tests";
import { typeName, useProviders } from "./providers";
import { StatusChip } from "./words";
import { accounts, modelNames } from "./api";
import { type Account, AccountType, type Provider } from "./types";
import { HealthChip, HealthReason } from "../health/HealthWords";
import { RetryButton } from "../health/RetryButton";
import { changeQuery, number, useQuery } from "../router";
import { type AccountText, useAccountText } from "./text";
import { CellText } from "../ui/CellText";
import { Link } from "../ui/Link";
import { ListView } from "../ui/ListView";
import { PageHead } from "../ui/PageHead";
import { useSay } from "../ui/notices";
import { SearchBox } from "../ui/SearchBox";
import { useList } from "../useList";

/** The upstream accounts that answer. */
export function Page() {
  const text = useAccountText();
  const t = text.accounts;
  const say = useSay();
  const query = useQuery();
  const tag = query.get("tag") ?? "";
  const states = (query.get("health") ?? "").split(",").filter(Boolean);
  const list = useList(`accounts|${tag}|${states.join()}`, (asked) => (states.length > 0 ? accounts.inStates(states, asked, tag) : accounts.list(asked, tag)));
  const chosen = useChosen(list.items);
  const tests = useTests(list.refresh);
  const providers = useProviders();
  const [all, imported] = [useTestAll(list.refresh), useImport(list.refresh)];
  const [isCreating, setCreating] = useState(query.has("new"));
  const add = <Button variant="primary" icon={PlusIcon} onClick={() => setCreating(true)}>{t.add}</Button>;

  const actions: Column<Account> = {
    key: "actions",
    header: text.common.actionsHeader,
    hidesHeader: true,
    align: "end",
    cell: (account) => (
      <span className="row-actions row-actions-tall">
        <TestButton account={account} tests={tests} />
        <AccountMenu account={account} onChanged={() => { tests.forget(account.id); list.refresh(); }} />
      </span>
    ),
  };

  return (
    <>
      <PageHead title={t.title}>
        <SearchBox label={t.searchLabel} />
        {list.total > 0 && <TestAllButton keyword={list.keyword} tag={tag} watched={all} />}
        <ImportButton watched={imported} />
        {list.total > 0 && !list.keyword && <ExportButton total={list.total} />}
        {add}
      </PageHead>
      <HeldBack onResumed={list.refresh} />
      <ImportPanel watched={imported} />
      <TestAllPanel watched={all} />
      <TagFilter tag={tag} />
      <StateFilter states={states} />
      <ListView
        caption={t.title}
        list={list}
        columns={[...columns(text, providers, tests, list.refresh, chosen), actions]}
        empty={states.length > 0 ? <EmptyState icon={ServerIcon} title={t.noneInState} /> : tag ? <NoneTagged tag={tag} /> : <EmptyState icon={ServerIcon} title={t.empty} action={add}>{t.emptyHint}</EmptyState>}
      />
      <BulkBar chosen={chosen} job={all} onDone={list.refresh} />
      <Named items={list.items} onChanged={list.refresh} />
      {isCreating && (
        <AccountForm
          account={null}
          onSaved={(name) => { say(t.createdToast(isolated(name)), "success"); list.refresh(); }}
          onClose={() => { setCreating(false); changeQuery({ new: undefined }, "replace"); }}
        />
      )}
    </>
  );
}

/** The form of the account that the address names: there a banner leads, for somebody to sign in again. */
function Named({ items, onChanged }: { items: readonly Account[]; onChanged: () => void }) {
  const text = useAccountText();
  const say = useSay();
  const id = number(useQuery(), "edit");
  const account = items.find((item) => item.id === id);
  if (!account) return null;
  return (
    <AccountForm
      account={account}
      onSaved={() => { say(text.common.savedToast, "success"); onChanged(); }}
      onChanged={onChanged}
      onClose={() => changeQuery({ edit: undefined }, "replace")}
    />
  );
}

function columns(text: AccountText, providers: readonly Provider[], tests: Tests, refresh: () => void, chosen: Chosen): Column<Account>[] {
  const t = text.accounts;
  return [
    {
      key: "name",
      header: text.common.name,
      head: <ChoosePage chosen={chosen}>{text.common.name}</ChoosePage>,
      cell: (account) => (
        <ChooseAccount account={account} chosen={chosen}>
          <span className="cell-name">
            <CellText text={account.name} isStrong />
            <small>
              {typeName(t, providers, account.type)}
              {account.type !== AccountType.demo && !account.has_key && ` · ${t.noKey}`}
            </small>
            <TagChip tag={account.tag} />
          </span>
        </ChooseAccount>
      ),
    },
    {
      key: "status",
      header: text.common.status,
      cell: (account) => (
        <span className="cell-status">
          {account.health ? <HealthChip health={account.health} /> : <StatusChip status={account.status} />}
          <TestVerdict account={account} tests={tests}>
            {account.health && <HealthReason health={account.health} />}
            {!account.health && account.status_reason && <small title={t.reason} dir="auto">{account.status_reason}</small>}
          </TestVerdict>
          <Windows windows={account.windows} />
          <KeyCount account={account} />
          <Credit account={account} />
          <LearnedSign account={account} />
          <RetryButton account={account} onDone={() => { tests.forget(account.id); refresh(); }} />
        </span>
      ),
    },
    { key: "url", header: t.baseURL, cell: (account) => (account.base_url ? <Address url={account.base_url} /> : <span className="faint">–</span>) },
    { key: "models", header: t.models, cell: (account) => <Models models={account.models} more={t.modelsMore} /> },
    { key: "priority", header: text.common.priority, align: "end", cell: (account) => account.priority },
    {
      key: "members",
      header: t.members,
      align: "end",
      cell: (account) => <Link className="cell-link" href={`/admin/bindings?channel=${account.id}`}>{formatNumber(account.bound_count)}</Link>,
    },
  ];
}

/** How many of several keys are in use. */
function KeyCount({ account: { channel_info: info } }: { account: Account }) {
  const t = useAccountText().keys;
  if (!info?.is_multi_key) return null;
  return <small>{t.inUse(info.multi_key_size - Object.keys(info.multi_key_status_list).length, info.multi_key_size)}</small>;
}

/** What is left of its credit, and when that was read. */
function Credit({ account: { balance, balance_currency: currency, balance_updated_time: at } }: { account: Account }) {
  const t = useAccountText().balance;
  if (typeof balance !== "number") return null;
  return <small>{t.left(`${formatNumber(Math.round(balance * 100) / 100)} ${currency ?? ""}`.trim(), formatMoment(at ?? 0))}</small>;
}

/** Breaks after a slash first, where room is short. */
function Address({ url }: { url: string }) {
  const parts = url.split(/(?<=\/)(?!\/)/);
  return <span className="cell-url" title={url}>{parts.map((part, index) => <Fragment key={index}>{part}<wbr /></Fragment>)}</span>;
}

function Models({ models, more }: { models: string; more: (n: number) => string }) {
  const all = modelNames(models);
  const rest = all.length - 2;
  return (
    <span className="cell-models" title={all.join(", ")}>
      {all.slice(0, 2).map((model, index) => (
        <Fragment key={model}><span className="cell-model"><bdi>{model}</bdi>{index + 1 < Math.min(2, all.length) && ","}</span> </Fragment>
      ))}
      {rest > 0 && <span className="faint nowrap"> {more(rest)}</span>}
    </span>
  );
}
