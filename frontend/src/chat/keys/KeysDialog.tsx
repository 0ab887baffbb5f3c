import "../together";
import "../../shared/late";
import { useState } from "react";
import { baseAddress } from "../../shared/keys/example";
import { type ApiKey, keys } from "../../shared/keys/keys";
import { useCommon } from "../../shared/locales/common";
import { useKeyWords } from "../../shared/keys/text";
import { useLoad } from "../../shared/useLoad";
import { Button } from "../../shared/ui/Button";
import { ConfirmDialog } from "../../shared/ui/ConfirmDialog";
import { Dialog } from "../../shared/ui/Dialog";
import { EmptyState } from "../../shared/ui/EmptyState";
import { KeyIcon, PlusIcon } from "../../shared/ui/icons";
import { isolated, Sentence } from "../../shared/ui/Sentence";
import { Spinner } from "../../shared/ui/Spinner";
import { toast } from "../../shared/ui/Toast";
import { refusalWords } from "../refusal/refusal";
import { CopyLine } from "./CopyLine";
import { KeyForm } from "./KeyForm";
import { KeyRow } from "./KeyRow";
import { NewKeyDialog } from "./NewKeyDialog";

type Asked = { kind: "create" } | { kind: "edit" | "delete"; key: ApiKey } | { kind: "made"; key: string; models: readonly string[] };

/** One's own keys for other programs: to copy, make, change, turn off and delete. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useKeyWords();
  const common = useCommon();
  const list = useLoad("keys", keys.own);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);

  async function remove(key: ApiKey) {
    await keys.delete(key.id);
    close();
    toast(t.deleted(isolated(key.name)), { tone: "success" });
    list.refresh();
  }

  const add = <Button variant="primary" icon={PlusIcon} onClick={() => setAsked({ kind: "create" })}>{t.add}</Button>;
  return (
    <Dialog title={t.title} wide onClose={onClose} footer={<><Button onClick={onClose}>{common.close}</Button>{add}</>}>
      <div className="form">
        <p>{t.intro}</p>
        <CopyLine label={t.baseURL} copyLabel={t.copyBase} text={baseAddress(location.origin)} />
        {Boolean(list.error) && (
          <p className="form-error" role="alert">
            {refusalWords(list.error)} <button type="button" className="link-button" onClick={list.refresh}>{common.retry}</button>
          </p>
        )}
        {!list.value && !list.error && <Spinner label={common.loading} />}
        {list.value?.length === 0 && <EmptyState icon={KeyIcon} title={t.empty}>{t.emptyHint}</EmptyState>}
        {list.value && list.value.length > 0 && (
          <ul className="keys">
            {list.value.map((key) => (
              <KeyRow
                key={key.id} item={key} onChanged={list.refresh}
                onEdit={() => setAsked({ kind: "edit", key })} onDelete={() => setAsked({ kind: "delete", key })}
              />
            ))}
          </ul>
        )}
      </div>
      {asked?.kind === "create" && (
        <KeyForm item={null} onClose={close} onSaved={(made) => { list.refresh(); setAsked({ kind: "made", ...made }); }} />
      )}
      {asked?.kind === "edit" && (
        <KeyForm item={asked.key} onClose={close} onSaved={({ name }) => { list.refresh(); close(); toast(t.saved(isolated(name)), { tone: "success" }); }} />
      )}
      {asked?.kind === "made" && <NewKeyDialog secret={asked.key} models={asked.models} onClose={close} />}
      {asked?.kind === "delete" && (
        <ConfirmDialog
          danger title={t.deleteTitle(isolated(asked.key.name))} confirmLabel={common.delete}
          onConfirm={() => remove(asked.key)} onClose={close}
        >
          <p><Sentence text={t.deleteText} /></p>
        </ConfirmDialog>
      )}
    </Dialog>
  );
}
