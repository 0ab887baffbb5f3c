import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { TextField } from "../../shared/ui/Field";
import { isolated } from "../../shared/ui/Sentence";
import { useText } from "../text";
import { useSubmit } from "../useSubmit";
import { Banner } from "../../shared/ui/Banner";

export interface ConfirmProps {
  title: string;
  confirmLabel: string;
  danger?: boolean;
  /** What must be typed before the button works. */
  typed?: string;
  /** False keeps the button off, as while the impact is being looked up. */
  isReady?: boolean;
  act: () => Promise<unknown>;
  /** After `act` succeeded, just before the dialog closes. */
  onDone: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before a step-up action; stays open and says why when the act fails. */
export function Confirm({ title, confirmLabel, danger = false, typed, isReady = true, act, onDone, onClose, children }: ConfirmProps) {
  const common = useCommon();
  const t = useText().common;
  const id = useId();
  const [word, setWord] = useState("");
  const submit = useSubmit([]);
  const isUnlocked = isReady && (typed === undefined || word.trim() === typed);

  async function confirm(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (!isUnlocked) return;
    const isDone = await submit.run({}, async () => { await act(); });
    if (!isDone) return;
    onDone();
    onClose();
  }

  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose} data-autofocus={typed === undefined || undefined}>{common.cancel}</Button>
          <Button type="submit" form={id} variant={danger ? "danger" : "primary"} busy={submit.isBusy} disabled={!isUnlocked}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form id={id} className="form" noValidate autoComplete="off" onSubmit={(event) => void confirm(event)}>
        {submit.message && <Banner tone="bad" role="alert">{submit.message}</Banner>}
        {children}
        {typed !== undefined && (
          <TextField
            label={t.typeToConfirm(isolated(typed))}
            value={word}
            onChange={(event) => setWord(event.target.value)}
            autoCapitalize="none"
            spellCheck={false}
            data-autofocus
          />
        )}
      </form>
    </Dialog>
  );
}
