import { useState } from "react";
import { formatDateTime, formatMoment } from "../../shared/i18n";
import { type ApiKey, keys, keyState, KeyStatus, maskedKey, modelsOfKey, wholeKey } from "../../shared/keys/keys";
import { StateChip } from "../../shared/keys/StateChip";
import { unitWords } from "../../shared/money";
import { useCommon } from "../../shared/locales/common";
import { useKeyWords } from "../../shared/keys/text";
import { Button } from "../../shared/ui/Button";
import { isolated } from "../../shared/ui/Sentence";
import { toast } from "../../shared/ui/Toast";
import { CopyButton } from "../../shared/ui/CopyButton";
import { refusalWords } from "../refusal/refusal";

/** One key: its masked text, what it may do, and what can be done to it. */
export function KeyRow({ item, onChanged, onEdit, onDelete }: { item: ApiKey; onChanged: () => void; onEdit: () => void; onDelete: () => void }) {
  const t = useKeyWords();
  const common = useCommon();
  const [isBusy, setBusy] = useState(false);
  const state = keyState(item);
  const isOn = state === "on" || state === "spent";

  async function turn(status: number) {
    setBusy(true);
    try {
      await keys.setStatus(item.id, status);
      const name = isolated(item.name);
      toast(status === KeyStatus.on ? t.turnedOn(name) : t.turnedOff(name), { tone: "success" });
      onChanged();
    } catch (error) {
      toast(refusalWords(error), { tone: "error" });
    } finally {
      setBusy(false);
    }
  }

  const named = (label: string) => `${label}: ${item.name}`;
  return (
    <li>
      <div className="key-head">
        <strong dir="auto">{item.name}</strong>
        <StateChip state={state} />
      </div>
      <div className="copy-line">
        <code>{maskedKey(item.key)}</code>
        <CopyButton text={wholeKey(item.key)} label={t.copyNamed(item.name)} />
      </div>
      <KeyFacts item={item} />
      <div className="key-actions">
        <Button size="small" aria-label={named(common.edit)} onClick={onEdit}>{common.edit}</Button>
        {state !== "expired" && (
          <Button
            size="small" busy={isBusy} aria-label={named(isOn ? t.turnOff : t.turnOn)}
            onClick={() => void turn(isOn ? KeyStatus.off : KeyStatus.on)}
          >
            {isOn ? t.turnOff : t.turnOn}
          </Button>
        )}
        <Button size="small" className="key-delete" aria-label={named(common.delete)} onClick={onDelete}>{common.delete}</Button>
      </div>
    </li>
  );
}

function KeyFacts({ item }: { item: ApiKey }) {
  const t = useKeyWords();
  const addresses = (item.allow_ips ?? "").split("\n").filter(Boolean);
  const facts: [string, string][] = [
    [t.created, formatDateTime(item.created_time)],
    [t.lastUsed, item.accessed_time > 0 ? formatMoment(item.accessed_time) : t.neverUsed],
    [t.expires, item.expired_time === -1 ? t.neverExpires : formatDateTime(item.expired_time)],
    ...(item.unlimited_quota ? [] : [[t.leftShort, unitWords(item.remain_quota)]] as [string, string][]),
    [t.models, modelsOfKey(item)?.join(", ") ?? t.allModels],
    ...(addresses.length > 0 ? [[t.addresses, addresses.join(", ")]] as [string, string][] : []),
  ];
  return (
    <dl className="key-facts">
      {facts.map(([label, words]) => <div key={label}><dt>{label}</dt><dd><bdi>{words}</bdi></dd></div>)}
    </dl>
  );
}
