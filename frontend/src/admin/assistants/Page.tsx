import "../ui/together";
import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Button, IconButton } from "../../shared/ui/Button";
import { EmptyState } from "../../shared/ui/EmptyState";
import { EditIcon, PlusIcon, TrashIcon } from "../../shared/ui/icons";
import { isolated } from "../../shared/ui/Sentence";
import type { Column } from "../../shared/ui/Table";
import { AssistantIcon } from "../assistantIcon";
import { CellText } from "../ui/CellText";
import { Confirm } from "../ui/Confirm";
import { ListView } from "../ui/ListView";
import { useSay } from "../ui/notices";
import { PageHead } from "../ui/PageHead";
import { When } from "../ui/When";
import { useList } from "../useList";
import { type Assistant, assistants } from "./api";
import { AssistantForm } from "./Form";
import { type AssistantText, useAssistantText } from "./text";

type Asked = { what: "create" } | { what: "edit" | "delete"; item: Assistant };

/** What members may begin chats with in place of a bare model. */
export function Page() {
  const text = useAssistantText();
  const t = text.assistants;
  const common = useCommon();
  const say = useSay();
  const list = useList("assistants", assistants.list);
  const [asked, setAsked] = useState<Asked | null>(null);
  const add = <Button variant="primary" icon={PlusIcon} onClick={() => setAsked({ what: "create" })}>{t.add}</Button>;
  const close = () => setAsked(null);

  const actions: Column<Assistant> = {
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
        empty={<EmptyState icon={AssistantIcon} title={t.empty} action={add}>{t.emptyHint}</EmptyState>}
      />
      {(asked?.what === "create" || asked?.what === "edit") && (
        <AssistantForm
          item={asked.what === "edit" ? asked.item : null}
          onSaved={(name) => { say(t.savedToast(isolated(name)), "success"); list.refresh(); }}
          onClose={close}
        />
      )}
      {asked?.what === "delete" && (
        <Confirm
          title={t.deleteTitle(isolated(asked.item.name))}
          confirmLabel={common.delete}
          danger
          act={() => assistants.delete(asked.item.id)}
          onDone={() => { say(t.deletedToast(isolated(asked.item.name)), "success"); list.refresh(); }}
          onClose={close}
        >
          <p>{t.deleteText}</p>
        </Confirm>
      )}
    </>
  );
}

function columns(text: AssistantText): Column<Assistant>[] {
  const t = text.assistants;
  return [
    { key: "name", header: text.common.name, cell: (item) => <CellText text={item.enabled ? item.name : `${item.name} (${t.isOff})`} isStrong /> },
    { key: "model", header: t.model, cell: (item) => <CellText text={item.model || t.usualModel} /> },
    { key: "group", header: t.group, cell: (item) => <CellText text={item.group || t.everybody} /> },
    { key: "created", header: text.common.createdAt, cell: (item) => <When seconds={item.created_time} />, wideOnly: true },
  ];
}
