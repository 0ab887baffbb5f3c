import { formatMoment } from "../../shared/i18n";
import { Chip } from "../../shared/ui/Chip";
import type { Loaded } from "../../shared/useLoad";
import { When } from "../ui/When";
import { type Alert, isSilent } from "./api";
import { Part } from "./Part";
import { SilenceMenu } from "./SilenceMenu";
import { useAlertText } from "./text";

/** What is wrong right now. */
export function OpenAlerts({ open }: { open: Loaded<{ items: Alert[]; total: number }> }) {
  const t = useAlertText().alerts;
  return (
    <Part title={t.openTitle} loaded={open}>
      {({ items }) => (
        <>
          {items.length === 0 && <p className="soft">{t.none}</p>}
          <ul className="failing">
            {items.map((item) => <Row key={item.id} item={item} onChanged={open.refresh} />)}
          </ul>
        </>
      )}
    </Part>
  );
}

function Row({ item, onChanged }: { item: Alert; onChanged: () => void }) {
  const t = useAlertText().alerts;
  const isQuiet = isSilent(item);

  return (
    <li>
      <div className="failing-words">
        <span className="failing-name"><strong dir="auto">{item.title}</strong></span>
        {item.text && <small dir="auto">{item.text}</small>}
        <small>{t.since} <When seconds={item.opened_at} /></small>
      </div>
      <div className="failing-actions">
        {isQuiet && item.silenced_until !== null
          ? <Chip>{t.silencedUntil(formatMoment(item.silenced_until))}</Chip>
          : <Chip tone={item.told_at ? "good" : "plain"}>{item.told_at ? t.told : t.notTold}</Chip>}
        <SilenceMenu name={item.title} isSilent={isQuiet} what={{ id: item.id }} onChanged={onChanged} />
      </div>
    </li>
  );
}
