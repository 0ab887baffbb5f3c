import "../ui/together";
import { useState } from "react";
import { formatDateTime } from "../../shared/i18n";
import { type ApiKey, keyState, KeyStatus, maskedKey, modelsOfKey } from "../../shared/keys/keys";
import { StateChip } from "../../shared/keys/StateChip";
import { useCommon } from "../../shared/locales/common";
import { useKeyWords } from "../../shared/keys/text";
import type { KeyWords } from "../../shared/keys/en";
import { Button, IconButton } from "../../shared/ui/Button";
import { EmptyState } from "../../shared/ui/EmptyState";
import { EditIcon, KeyIcon, TrashIcon } from "../../shared/ui/icons";
import { isolated } from "../../shared/ui/Sentence";
import type { Column } from "../../shared/ui/Table";
import { findMembers } from "../bindings/pick";
import { usePicked } from "../bindings/usePicked";
import { keys } from "./api";
import { PackageForm } from "./PackageForm";
import { type KeyText, useKeyText } from "./text";
import { type PackageChoices, usePackageChoices } from "../packages/PackageField";
import { members } from "../members/api";
import { changeQuery, number, useQuery } from "../router";
import { CellText } from "../ui/CellText";
import { Confirm } from "../ui/Confirm";
import { Link } from "../ui/Link";
import { ListView } from "../ui/ListView";
import { PageHead } from "../ui/PageHead";
import { useAct, useSay } from "../ui/notices";
import { Picker } from "../ui/Picker";
import { When } from "../ui/When";
import { useList } from "../useList";

/** The keys of all members, masked: to see, to turn off and to delete; `?user` filters. */
export function Page() {
  const t = useKeyWords();
  const common = useCommon();
  const text = useKeyText();
  const say = useSay();
  const user = number(useQuery(), "user");
  const list = useList(`keys|${user}`, (wanted) => keys.list(wanted, user));
  const member = usePicked("user", user, async (id) => (await members.find(id)).username);
  const { isTurning, turn } = useTurning(list.refresh);
  const choices = usePackageChoices();
  const [deleting, setDeleting] = useState<ApiKey | null>(null);
  const [limiting, setLimiting] = useState<ApiKey | null>(null);

  const actions: Column<ApiKey> = {
    key: "actions",
    header: text.common.actionsHeader,
    hidesHeader: true,
    align: "end",
    cell: (key) => (
      <span className="row-actions row-actions-tall">
        {keyState(key) !== "expired" && (
          <Button size="small" busy={isTurning(key)} aria-label={`${turnLabel(key, t)}: ${key.name}`} onClick={() => void turn(key)}>
            {turnLabel(key, t)}
          </Button>
        )}
        <IconButton icon={TrashIcon} iconSize={18} label={`${common.delete}: ${key.name}`} onClick={() => setDeleting(key)} />
      </span>
    ),
  };

  return (
    <>
      <PageHead title={t.title} intro={t.introAll} />
      <div className="filters">
        <Picker
          label={t.member} placeholder={t.anyMember} clearLabel={t.anyMember} search={findMembers}
          value={member} onChange={(picked) => changeQuery({ user: picked?.id, p: undefined })}
        />
      </div>
      <ListView
        caption={t.title}
        list={list}
        columns={[...columns(t), packageColumn(text, choices, setLimiting), actions]}
        empty={<EmptyState icon={KeyIcon} title={member ? t.emptyFiltered : t.emptyAll} />}
      />
      {limiting && (
        <PackageForm
          apiKey={limiting}
          choices={choices}
          onSaved={() => { say(text.keys.packageSaved(isolated(limiting.name)), "success"); list.refresh(); }}
          onClose={() => setLimiting(null)}
        />
      )}
      {deleting && <DeleteKey apiKey={deleting} onDone={list.refresh} onClose={() => setDeleting(null)} />}
    </>
  );
}

function DeleteKey({ apiKey, onDone, onClose }: { apiKey: ApiKey; onDone: () => void; onClose: () => void }) {
  const t = useKeyWords();
  const common = useCommon();
  const say = useSay();
  const name = isolated(apiKey.name);
  return (
    <Confirm
      danger
      title={t.deleteTitle(name)}
      confirmLabel={common.delete}
      act={() => keys.delete(apiKey.id)}
      onDone={() => { say(t.deleted(name), "success"); onDone(); }}
      onClose={onClose}
    >
      <p>{t.deleteText}</p>
    </Confirm>
  );
}

/** Turns keys on and off, one at a time. */
function useTurning(onDone: () => void) {
  const t = useKeyWords();
  const { busy, act } = useAct();

  async function turn(key: ApiKey) {
    const isOn = isTurnedOn(key);
    const name = isolated(key.name);
    const run = () => keys.setStatus(key.id, isOn ? KeyStatus.off : KeyStatus.on);
    if (await act(String(key.id), run, isOn ? t.turnedOff(name) : t.turnedOn(name))) onDone();
  }

  return { isTurning: (key: ApiKey) => busy === String(key.id), turn };
}

function turnLabel(key: ApiKey, t: KeyWords): string {
  return isTurnedOn(key) ? t.turnOff : t.turnOn;
}

function isTurnedOn(key: ApiKey): boolean {
  return key.status === KeyStatus.on || key.status === KeyStatus.spent;
}

/** The key's own package, which the button beside it changes. */
function packageColumn(text: KeyText, choices: PackageChoices, onChange: (key: ApiKey) => void): Column<ApiKey> {
  const t = text.keys;
  const nameOf = (id: number) => choices.value?.items.find((item) => item.id === id)?.name ?? `#${id}`;
  return {
    key: "package",
    header: t.package,
    cell: (key) => {
      const name = key.package_id ? nameOf(key.package_id) : null;
      return (
        <span className="cell-choice">
          {name === null ? <span className="faint">{t.noPackageShort}</span> : <CellText text={name} />}
          <IconButton icon={EditIcon} iconSize={16} label={t.choosePackage(key.name, name ?? t.noPackageShort)} onClick={() => onChange(key)} />
        </span>
      );
    },
  };
}

function columns(t: KeyWords): Column<ApiKey>[] {
  return [
    {
      key: "member",
      header: t.member,
      cell: (key) => (
        <Link className="cell-link cell-text" dir="auto" title={key.username} href={`/admin/members?open=${key.user_id}`}>
          {key.username || `#${key.user_id}`}
        </Link>
      ),
    },
    {
      key: "name",
      header: t.name,
      cell: (key) => <span className="cell-name"><CellText text={key.name} isStrong /><small className="mono nowrap">{maskedKey(key.key)}</small></span>,
    },
    { key: "status", header: t.status, cell: (key) => <StateChip state={keyState(key)} /> },
    { key: "models", header: t.models, cell: (key) => <CellText text={modelsOfKey(key)?.join(", ") ?? t.allModels} />, wideOnly: true },
    { key: "used", header: t.lastUsed, cell: (key) => (key.accessed_time > 0 ? <When seconds={key.accessed_time} /> : t.neverUsed), wideOnly: true },
    {
      key: "expires",
      header: t.expires,
      cell: (key) => <span className="nowrap">{key.expired_time === -1 ? t.neverExpires : formatDateTime(key.expired_time)}</span>,
      wideOnly: true,
    },
    { key: "created", header: t.created, cell: (key) => <When seconds={key.created_time} />, widestOnly: true },
  ];
}
