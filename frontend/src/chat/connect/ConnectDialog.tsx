import "../together";
import "../../shared/late";
import { useState } from "react";
import { type ApiKey, keys, keyState, maskedKey, modelsOfKey, wholeKey } from "../../shared/keys/keys";
import { useCommon } from "../../shared/locales/common";
import { useLoad } from "../../shared/useLoad";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Select } from "../../shared/ui/Field";
import { PlusIcon } from "../../shared/ui/icons";
import { Spinner } from "../../shared/ui/Spinner";
import { KeyForm } from "../keys/KeyForm";
import { useChatWords } from "../text";
import { refusalWords } from "../refusal/refusal";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";
import { Pieces } from "./Pieces";
import { type Program, programs } from "./recipes";
import { useConnectWords } from "./text";

/** What other programs must be told to ask here, filled in with one of one's own keys. */
export function ConnectDialog({ onClose }: { onClose: () => void }) {
  const t = useConnectWords();
  const common = useCommon();
  const { list, working, key, choose } = useOwnKey();
  const [isMaking, setMaking] = useState(false);
  return (
    <Dialog title={t.title} wide onClose={onClose} footer={<Button onClick={onClose}>{common.close}</Button>}>
      <div className="form">
        <p>{t.intro}</p>
        {Boolean(list.error) && (
          <p className="form-error" role="alert">
            {refusalWords(list.error)} <button type="button" className="link-button" onClick={list.refresh}>{common.retry}</button>
          </p>
        )}
        {!list.value && !list.error && <Spinner label={common.loading} />}
        {list.value && !key && (
          <div className="copy-line">
            <span className="copy-line-label">{t.noKey}</span>
            <Button variant="primary" size="small" icon={PlusIcon} onClick={() => setMaking(true)}>{t.makeKey}</Button>
          </div>
        )}
        {key && <Settings key={key.id} item={key} working={working} onKey={choose} />}
      </div>
      {isMaking && <KeyForm item={null} onClose={() => setMaking(false)} onSaved={() => { setMaking(false); list.refresh(); }} />}
    </Dialog>
  );
}

/** The keys that work, and the one that is used: the newest until another is chosen. */
function useOwnKey() {
  const list = useLoad("keys", keys.own);
  const [chosen, choose] = useState<number | null>(null);
  const working = (list.value ?? []).filter((key) => keyState(key) === "on");
  return { list, working, key: working.find((key) => key.id === chosen) ?? working[0], choose };
}

function Settings({ item, working, onKey }: { item: ApiKey; working: readonly ApiKey[]; onKey: (id: number) => void }) {
  const t = useConnectWords();
  const chat = useChatWords();
  const session = useSession();
  const { models, chosen } = useStore(session.models);
  const [program, setProgram] = useState<Program>("cherry");
  const [wanted, setWanted] = useState(chosen);
  const allowed = modelsOfKey(item);
  const slugs = models.map((model) => model.slug).filter((slug) => !allowed || allowed.includes(slug));
  const model = slugs.includes(wanted) ? wanted : slugs[0];
  return (
    <>
      <Select
        label={t.program} value={program} onChange={setProgram} data-autofocus
        options={programs.map((value) => ({ value, label: t.programs[value] }))}
      />
      <div className="form-pair">
        <Select
          label={t.key} hint={t.keyHint} value={String(item.id)} onChange={(id) => onKey(Number(id))}
          options={working.map((key) => ({ value: String(key.id), label: `${key.name} (${maskedKey(key.key)})` }))}
        />
        {model !== undefined && (
          <Select label={t.model} value={model} onChange={setWanted} options={slugs.map((value) => ({ value, label: value }))} />
        )}
      </div>
      {model === undefined
        ? <p className="form-error">{chat.noModels}</p>
        : (
          <Pieces
            program={program} shown={{ origin: location.origin, key: maskedKey(item.key), model }}
            copied={{ origin: location.origin, key: wholeKey(item.key), model }}
          />
        )}
    </>
  );
}
