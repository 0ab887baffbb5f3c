import type { RefObject } from "react";
import { Button } from "../../shared/ui/Button";
import { AreaField } from "../../shared/ui/Field";
import { ArrowUpIcon, StopIcon } from "../../shared/ui/icons";
import { modifierName } from "../../shared/typing";
import { isAskable, playground, type PlaygroundState } from "./playground";
import { usePlaygroundText } from "./text";

/** The next message, and the button that sends it. */
export function Composer({ state, isBusy, button, onSend }: {
  state: PlaygroundState;
  isBusy: boolean;
  button: RefObject<HTMLButtonElement>;
  onSend: () => void;
}) {
  const t = usePlaygroundText().playground;
  const isIdle = !isBusy && !isAskable(state);
  const asksAgain = state.typed.trim() === "" && isAskable(state);
  return (
    <div className="playground-composer">
      <AreaField
        label={t.message} name="message" rows={3} placeholder={t.placeholder} hint={t.sendHint(modifierName)} value={state.typed}
        onChange={(event) => playground.change({ typed: event.target.value })}
      />
      {/* One button for both, so that it keeps the focus when the answer begins and when it ends: one that is disabled could not have it. */}
      <Button
        ref={button} variant="primary" icon={isBusy ? StopIcon : ArrowUpIcon} aria-disabled={isIdle || undefined}
        onClick={() => (isBusy ? playground.stop() : isIdle || onSend())}
      >
        {isBusy ? t.stop : asksAgain ? t.sendAgain : t.send}
      </Button>
    </div>
  );
}
