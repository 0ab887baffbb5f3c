import { IconButton } from "../../shared/ui/Button";
import { MoreIcon } from "../../shared/ui/icons";
import { Menu, type MenuEntry } from "../../shared/ui/Menu";
import { useAct } from "../ui/notices";
import { alerts } from "./api";
import { useAlertText } from "./text";

/** For how long nothing is told of an alert, or of all of a kind. */
export function SilenceMenu({ name, what, isSilent, onChanged }: {
  name: string;
  what: { kind: string } | { id: string };
  isSilent: boolean;
  onChanged: () => void;
}) {
  const text = useAlertText();
  const t = text.alerts;
  const { act } = useAct();

  async function silence(minutes: number) {
    if (await act("silence", () => alerts.silence(what, minutes), minutes ? t.silenced : t.silenceEnded)) onChanged();
  }

  const entries: MenuEntry[] = Object.entries(t.spans).map(([minutes, span]) => ({
    label: t.silenceFor(span), onSelect: () => void silence(Number(minutes)),
  }));
  if (isSilent) entries.push({ label: t.endSilence, onSelect: () => void silence(0) });
  return (
    <Menu
      label={text.common.moreActions(name)}
      align="end"
      entries={entries}
      trigger={(props) => <IconButton icon={MoreIcon} iconSize={18} label={text.common.moreActions(name)} {...props} />}
    />
  );
}
