import { formatMoment } from "../../shared/i18n";
import { IconButton } from "../../shared/ui/Button";
import { Chip } from "../../shared/ui/Chip";
import { MoreIcon } from "../../shared/ui/icons";
import { Menu, type MenuEntry } from "../../shared/ui/Menu";
import type { Loaded } from "../../shared/useLoad";
import { useAct } from "../ui/notices";
import { When } from "../ui/When";
import { type Alert, alerts, isSilent } from "./api";
import { Part } from "./Part";
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
  const text = useAlertText();
  const t = text.alerts;
  const { act } = useAct();
  const isQuiet = isSilent(item);

  async function silence(minutes: number) {
    if (await act("silence", () => alerts.silence({ id: item.id }, minutes), minutes ? t.silenced : t.silenceEnded)) onChanged();
  }

  const entries: MenuEntry[] = Object.entries(t.spans).map(([minutes, span]) => ({
    label: t.silenceFor(span), onSelect: () => void silence(Number(minutes)),
  }));
  if (isQuiet) entries.push({ label: t.endSilence, onSelect: () => void silence(0) });

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
        <Menu
          label={text.common.moreActions(item.title)}
          align="end"
          entries={entries}
          trigger={(props) => <IconButton icon={MoreIcon} iconSize={18} label={text.common.moreActions(item.title)} {...props} />}
        />
      </div>
    </li>
  );
}
