import { useState } from "react";
import { formatMoment } from "../../shared/i18n";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { Chip } from "../../shared/ui/Chip";
import type { Loaded } from "../../shared/useLoad";
import { useAct } from "../ui/notices";
import { alerts, type AlertSettings, isSilent, type Rule } from "./api";
import { Part } from "./Part";
import { SilenceMenu } from "./SilenceMenu";
import { useAlertText } from "./text";

/** What becomes an alert, and which of them are told at night. */
export function Rules({ loaded }: { loaded: Loaded<{ items: Rule[]; settings: AlertSettings }> }) {
  const t = useAlertText().alerts;
  return (
    <Part title={t.rulesTitle} intro={t.rulesIntro} loaded={loaded}>
      {({ items }) => (
        <ul className="failing alert-rules">
          {items.map((rule) => <Row key={rule.kind} stored={rule} onChanged={loaded.refresh} />)}
        </ul>
      )}
    </Part>
  );
}

function Row({ stored, onChanged }: { stored: Rule; onChanged: () => void }) {
  const t = useAlertText().alerts;
  const common = useCommon();
  const { busy, act } = useAct();
  const [typed, setTyped] = useState(String(stored.threshold));
  const words = t.rules[stored.kind] ?? { name: stored.kind, hint: "" };
  const isQuiet = isSilent(stored);
  const isChanged = stored.unit !== null && typed.trim() !== String(stored.threshold);

  async function save(change: Partial<Rule>) {
    if (await act("save", () => alerts.saveRule({ ...stored, ...change }), t.saved)) onChanged();
  }

  return (
    <li>
      <div className="failing-words">
        <label className="alert-switch">
          <input
            type="checkbox" checked={stored.enabled} disabled={busy !== null} aria-label={t.enabledFor(words.name)}
            onChange={(event) => void save({ enabled: event.target.checked })}
          />
          <strong>{words.name}</strong>
          {isQuiet && stored.silenced_until !== null && <Chip>{t.silencedUntil(formatMoment(stored.silenced_until))}</Chip>}
        </label>
        <small>{words.hint}</small>
      </div>
      <form
        className="failing-actions"
        onSubmit={(event) => { event.preventDefault(); void save({ threshold: Number(typed) }); }}
      >
        {stored.unit && (
          <>
            <input
              className="input alert-number" type="number" min={stored.least} max={stored.most} required value={typed}
              aria-label={t.threshold(words.name)} onChange={(event) => setTyped(event.target.value)}
            />
            <span className="soft">{t.units[stored.unit] ?? stored.unit}</span>
          </>
        )}
        {isChanged && <Button size="small" type="submit" busy={busy === "save"}>{common.save}</Button>}
        <label className="alert-switch">
          <input
            type="checkbox" checked={stored.urgent} disabled={busy !== null} aria-label={t.urgentFor(words.name)}
            onChange={(event) => void save({ urgent: event.target.checked })}
          />
          {t.urgent}
        </label>
        <SilenceMenu name={words.name} isSilent={isQuiet} what={{ kind: stored.kind }} onChanged={onChanged} />
      </form>
    </li>
  );
}
