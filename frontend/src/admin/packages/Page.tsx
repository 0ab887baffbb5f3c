import "../ui/together";
import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Button, IconButton } from "../../shared/ui/Button";
import { EmptyState } from "../../shared/ui/EmptyState";
import { EditIcon, PackageIcon, PlusIcon, TrashIcon } from "../../shared/ui/icons";
import { isolated } from "../../shared/ui/Sentence";
import type { Column } from "../../shared/ui/Table";
import { packages } from "./api";
import type { Package } from "./types";
import { AttachedCell } from "./AttachedCell";
import { DeletePackage } from "./DeletePackage";
import { PackageForm } from "./Form";
import { LimitsCell } from "./LimitsCell";
import { type PackageText, usePackageText } from "./text";
import { CellText } from "../ui/CellText";
import { ListView } from "../ui/ListView";
import { PageHead } from "../ui/PageHead";
import { useSay } from "../ui/notices";
import { When } from "../ui/When";
import { useList } from "../useList";

type Asked = { what: "create" } | { what: "edit" | "delete"; item: Package };

/** Named sets of limits. */
export function Page() {
  const text = usePackageText();
  const t = text.packages;
  const common = useCommon();
  const say = useSay();
  const list = useList("packages", packages.list);
  const [asked, setAsked] = useState<Asked | null>(null);
  const add = <Button variant="primary" icon={PlusIcon} onClick={() => setAsked({ what: "create" })}>{t.add}</Button>;
  const close = () => setAsked(null);

  const actions: Column<Package> = {
    key: "actions",
    header: text.common.actionsHeader,
    hidesHeader: true,
    align: "end",
    cell: (item) => (
      <span className="row-actions">
        <IconButton icon={EditIcon} iconSize={18} label={text.common.editNamed(item.name)} onClick={() => setAsked({ what: "edit", item })} />
        <IconButton icon={TrashIcon} iconSize={18} label={`${common.delete} ${item.name}`} onClick={() => setAsked({ what: "delete", item })} />
      </span>
    ),
  };

  return (
    <>
      <PageHead title={t.title} intro={t.intro}>{add}</PageHead>
      <ListView
        caption={t.title}
        list={list}
        columns={[...columns(text), actions]}
        empty={<EmptyState icon={PackageIcon} title={t.empty} action={add}>{t.emptyHint}</EmptyState>}
      />
      {(asked?.what === "create" || asked?.what === "edit") && (
        <PackageForm
          item={asked.what === "edit" ? asked.item : null}
          onSaved={(name) => { say(t.savedToast(isolated(name)), "success"); list.refresh(); }}
          onClose={close}
        />
      )}
      {asked?.what === "delete" && (
        <DeletePackage item={asked.item} onDone={() => { say(t.deletedToast(isolated(asked.item.name)), "success"); list.refresh(); }} onClose={close} />
      )}
    </>
  );
}

function columns(text: PackageText): Column<Package>[] {
  const t = text.packages;
  return [
    { key: "name", header: text.common.name, cell: (item) => <CellText text={item.name} isStrong /> },
    {
      key: "limits",
      header: t.limits,
      cell: (item) => <LimitsCell limits={item.limits} />,
    },
    { key: "attached", header: t.attached, cell: (item) => <AttachedCell item={item} /> },
    { key: "created", header: text.common.createdAt, cell: (item) => <When seconds={item.created_time} />, wideOnly: true },
  ];
}
