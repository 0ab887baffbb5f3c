import "../ui/together";
import { useState } from "react";
import { Button } from "../../shared/ui/Button";
import { EmptyState } from "../../shared/ui/EmptyState";
import { PlusIcon, UsersIcon } from "../../shared/ui/icons";
import { sizeOf } from "../../shared/size";
import { isolated } from "../../shared/ui/Sentence";
import type { Column } from "../../shared/ui/Table";
import { members } from "./api";
import { MemberStatus, type Member } from "./types";
import { Role } from "../../shared/roles";
import { LinkChip, roleName } from "./words";
import { MemberDrawer } from "./MemberDrawer";
import { MemberForm } from "./Form";
import { MemberMenu } from "./MemberMenu";
import { changeQuery, number, useQuery } from "../router";
import { type MemberText, useMemberText } from "./text";
import { CellText } from "../ui/CellText";
import { Chip } from "../../shared/ui/Chip";
import { ListView } from "../ui/ListView";
import { PageHead } from "../ui/PageHead";
import { SearchBox } from "../ui/SearchBox";
import { When } from "../ui/When";
import { useList } from "../useList";

/** Everybody who may sign in; `?open` names the member whose drawer is open. */
export function Page() {
  const t = useMemberText();
  const query = useQuery();
  const open = number(query, "open");
  const list = useList("members", members.list);
  const [isCreating, setCreating] = useState(query.has("new"));
  const [fresh, setFresh] = useState<{ id: number; name: string } | null>(null);

  function created(id: number, name: string) {
    setFresh({ id, name });
    list.refresh();
    changeQuery({ open: id, new: undefined });
  }

  return (
    <>
      <PageHead title={t.members.title}>
        <SearchBox label={t.members.searchLabel} />
        <Button variant="primary" icon={PlusIcon} onClick={() => setCreating(true)}>{t.members.add}</Button>
      </PageHead>
      <ListView
        caption={t.members.title}
        list={list}
        columns={columns(t, list.refresh)}
        empty={
          <EmptyState
            icon={UsersIcon}
            title={t.members.empty}
            action={<Button variant="primary" icon={PlusIcon} onClick={() => setCreating(true)}>{t.members.add}</Button>}
          >
            {t.members.emptyHint}
          </EmptyState>
        }
      />
      {isCreating && (
        <MemberForm
          member={null}
          onSaved={created}
          onClose={() => { setCreating(false); if (query.has("new")) changeQuery({ new: undefined }, "replace"); }}
        />
      )}
      {open !== undefined && (
        <MemberDrawer
          key={open}
          id={open}
          first={fresh?.id === open ? t.members.createdToast(isolated(fresh.name)) : undefined}
          onChanged={list.refresh}
          onClose={() => { setFresh(null); changeQuery({ open: undefined }); }}
        />
      )}
    </>
  );
}

function columns(t: MemberText, refresh: () => void): Column<Member>[] {
  return [
    {
      key: "name",
      header: t.common.name,
      cell: (member) => (
        <button type="button" className="text-button cell-button" title={t.members.manage(member.username)} onClick={() => changeQuery({ open: member.id })}>
          <span dir="auto">{member.display_name || member.username}</span>
          {member.display_name && member.display_name !== member.username && <small dir="auto">{member.username}</small>}
          {member.role >= Role.admin && <small>{roleName(t.members, member.role)}</small>}
        </button>
      ),
    },
    {
      key: "status",
      header: t.common.status,
      cell: (member) =>
        member.status === MemberStatus.enabled ? <Chip tone="good">{t.common.enabled}</Chip> : <Chip>{t.common.disabled}</Chip>,
    },
    { key: "package", header: t.members.package, cell: (member) => <PackageName name={member.package_name} none={t.members.packageNone} /> },
    { key: "accounts", header: t.members.accounts, cell: (member) => <AccountNames member={member} none={t.members.noAccounts} /> },
    { key: "link", header: t.members.link, cell: (member) => <LinkChip link={member.link} /> },
    {
      key: "seen",
      header: t.members.lastSeen,
      cell: (member) => (member.last_seen_time ? <When seconds={member.last_seen_time} /> : <span className="faint">{t.common.never}</span>),
    },
    {
      key: "files",
      header: t.members.files,
      cell: (member) => (member.files_bytes ? sizeOf(member.files_bytes) : <span className="faint">–</span>),
      align: "end",
      widestOnly: true,
    },
    { key: "created", header: t.common.createdAt, cell: (member) => <When seconds={member.created_time} />, widestOnly: true },
    {
      key: "actions",
      header: t.common.actionsHeader,
      hidesHeader: true,
      align: "end",
      cell: (member) => <MemberMenu member={member} isInList onChanged={refresh} onDeleted={refresh} />,
    },
  ];
}

function PackageName({ name, none }: { name: string | null; none: string }) {
  return name ? <CellText text={name} /> : <span className="faint">{none}</span>;
}

function AccountNames({ member, none }: { member: Member; none: string }) {
  const [first, ...rest] = member.accounts;
  if (!first) return <span className="faint">{none}</span>;
  return (
    <span className="cell-names" title={member.accounts.map((account) => account.name).join(", ")}>
      <CellText text={first.name} />
      {rest.length > 0 && <span className="faint"> +{rest.length}</span>}
    </span>
  );
}
