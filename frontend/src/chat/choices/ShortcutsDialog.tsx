import "../together";
import { Fragment } from "react";
import { Dialog } from "../../shared/ui/Dialog";
import { modifierName } from "../../shared/typing";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";
import type { ChoicesWords } from "./en";
import { ShortcutsSwitch } from "./SettingsDialog";
import { useChoicesWords } from "./text";

const shift = modifierName === "⌘" ? "⇧" : "Shift";

/** Which keys do what; `page/shortcuts.ts` hears them. */
const shortcuts: readonly [keyof ChoicesWords["keys"], ...string[]][] = [
  ["newChat", modifierName, shift, "O"],
  ["search", modifierName, "K"],
  ["focusComposer", shift, "Esc"],
  ["stop", "Esc"],
  ["editLast", "↑"],
  ["copyReply", modifierName, shift, "C"],
  ["copyCode", modifierName, shift, ";"],
  ["toggleSidebar", modifierName, shift, "S"],
  ["deleteChat", modifierName, shift, "⌫"],
  ["list", modifierName, "/"],
];

/** All shortcuts, and the switch that turns them off. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const t = useChoicesWords();
  const { shortcuts: isOn } = useStore(useSession().choices);
  return (
    <Dialog title={t.shortcuts} onClose={onClose}>
      <div className="settings">
        <dl className="shortcuts">
          {shortcuts.map(([name, ...keys]) => (
            <Fragment key={name}>
              <dt>{t.keys[name]}</dt>
              <dd>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dd>
            </Fragment>
          ))}
        </dl>
        <ShortcutsSwitch />
        {!isOn && <p className="field-hint" role="status">{t.shortcutsOff}</p>}
      </div>
    </Dialog>
  );
}
