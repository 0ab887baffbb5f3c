import "../ui/together";
import { useState } from "react";
import { Button, IconButton } from "../../shared/ui/Button";
import { EmptyState } from "../../shared/ui/EmptyState";
import { LinkIcon, PlusIcon, TrashIcon } from "../../shared/ui/icons";
import { isolated } from "../../shared/ui/Sentence";
import type { Column } from "../../shared/ui/Table";
import { BindingForm } from "./Form";
import { findAccounts, findMembers } from "./pick";
import { usePicked } from "./usePicked";
import { RemoveBinding } from "./RemoveBinding";
import { accounts } from "../accounts/api";
import { bindings } from "./api";
import { members } from "../members/api";
import type { Binding } from "./types";
import { changeQuery, number, useQuery } from "../router";
import { type BindingText, useBindingText } from "./text";
import { CellText } from "../ui/CellText";
import { Chip } from "../../shared/ui/Chip";
import { Link } from "../ui/Link";
import { ListView } from "../ui/ListView";
import { PageHead } from "../ui/PageHead";
import { useSay } from "../ui/notices";
import { Picker } from "../ui/Picker";
import { When } from "../ui/When";
import { useList } from "../useList";

/** Who may use which account; `?user` and `?channel` filter. */
export function Page() {
  const text = useBindingText();
  const t = text.bindings;
  const say = useSay();
  const query = useQuery();
  const filter = { user_id: number(query, "user"), channel_id: number(query, "channel") };
  const list = useList(`bindings|${filter.user_id}|${filter.channel_id}`, (wanted) => bindings.list(wanted, filter));
  const [isAdding, setAdding] = useState(query.has("new"));
  const [removing, setRemoving] = useState<Binding | null>(null);
  const member = usePicked("user", filter.user_id, async (id) => (await members.find(id)).username);
  const account = usePicked("channel", filter.channel_id, async (id) => (await accounts.find(id)).name);
  const isFiltered = member !== null || account !== null;
  const add = <Button variant="primary" icon={PlusIcon} onClick={() => setAdding(true)}>{t.add}</Button>;

  return (
    <>
      <PageHead title={t.title} intro={t.intro}>{add}</PageHead>
      <div className="filters">
        <Picker
          label={t.member} placeholder={t.anyMember} clearLabel={t.anyMember} search={findMembers}
          value={member} onChange={(picked) => changeQuery({ user: picked?.id, p: undefined })}
        />
        <Picker
          label={t.account} placeholder={t.anyAccount} clearLabel={t.anyAccount} search={findAccounts}
          value={account} onChange={(picked) => changeQuery({ channel: picked?.id, p: undefined })}
        />
      </div>
      <ListView
        caption={t.title}
        list={list}
        columns={columns(text, setRemoving)}
        empty={
          <EmptyState icon={LinkIcon} title={isFiltered ? t.emptyFiltered : t.empty} action={add}>
            {isFiltered ? null : t.emptyHint}
          </EmptyState>
        }
      />
      {isAdding && (
        <BindingForm
          account={account}
          member={member}
          onSaved={(who, what) => { say(t.createdToast(isolated(who), isolated(what)), "success"); list.refresh(); }}
          onClose={() => { setAdding(false); if (query.has("new")) changeQuery({ new: undefined }, "replace"); }}
        />
      )}
      {removing && (
        <RemoveBinding
          id={removing.id}
          userId={removing.user_id}
          username={removing.username}
          accountName={removing.channel_name}
          onDone={() => { say(t.deletedToast, "success"); list.refresh(); }}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  );
}

function columns(text: BindingText, remove: (binding: Binding) => void): Column<Binding>[] {
  const t = text.bindings;
  return [
    {
      key: "member",
      header: t.member,
      cell: (binding) => (
        <Link className="cell-link cell-text" dir="auto" title={binding.username} href={`/admin/members?open=${binding.user_id}`}>
          {binding.username}
        </Link>
      ),
    },
    { key: "account", header: t.account, cell: (binding) => <CellText text={binding.channel_name} /> },
    { key: "mode", header: t.mode, cell: (binding) => <Chip tone={binding.mode === "dedicated" ? "good" : "plain"}>{t[binding.mode]}</Chip> },
    { key: "priority", header: text.common.priority, align: "end", cell: (binding) => binding.priority },
    { key: "created", header: text.common.createdAt, cell: (binding) => <When seconds={binding.created_time} />, wideOnly: true },
    {
      key: "actions",
      header: text.common.actionsHeader,
      hidesHeader: true,
      align: "end",
      cell: (binding) => <IconButton icon={TrashIcon} iconSize={18} label={`${t.removeNamed(binding.channel_name)} · ${binding.username}`} onClick={() => remove(binding)} />,
    },
  ];
}
