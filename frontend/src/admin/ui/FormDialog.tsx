import { type FormEvent, type ReactNode, useId, useRef, useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { useText } from "../text";
import type { Submit } from "../useSubmit";
import { Banner } from "../../shared/ui/Banner";
import { useFirstFault } from "./useFirstFault";

export interface FormDialogProps {
  title: string;
  submitLabel: string;
  submit: Submit;
  onSubmit: () => void;
  onClose: () => void;
  wide?: boolean;
  /** Something was changed that is not typed, such as a row that was removed. */
  isChanged?: boolean;
  children: ReactNode;
}

/** A form in a dialog. Leaving it asks first when something was typed; an error leaves the input as it is. */
export function FormDialog({ title, submitLabel, submit, onSubmit, onClose, wide = false, isChanged = false, children }: FormDialogProps) {
  const t = useText().common;
  const common = useCommon();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const isTouched = useRef(false);
  const [asksToDiscard, setAsksToDiscard] = useState(false);

  useFirstFault(form, submit.round);

  function leave() {
    if (submit.isBusy) return;
    if ((isTouched.current || isChanged) && !asksToDiscard) setAsksToDiscard(true);
    else onClose();
  }

  function input(event: FormEvent) {
    isTouched.current = true;
    setAsksToDiscard(false);
    const { name } = event.target as HTMLInputElement;
    if (name) submit.forget(name);
  }

  function send(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    onSubmit();
  }

  const footer = asksToDiscard ? (
    <>
      <span className="dialog-question" role="alert">{t.discardQuestion}</span>
      <Button onClick={() => setAsksToDiscard(false)}>{t.keepEditing}</Button>
      <Button variant="danger" onClick={onClose}>{t.discard}</Button>
    </>
  ) : (
    <>
      <Button onClick={leave}>{common.cancel}</Button>
      <Button variant="primary" type="submit" form={id} busy={submit.isBusy}>{submitLabel}</Button>
    </>
  );

  return (
    <Dialog title={title} onClose={leave} wide={wide} footer={footer}>
      <form
        id={id}
        ref={form}
        className="form"
        noValidate
        autoComplete="off"
        onSubmit={send}
        onInput={input}
      >
        {submit.message && <Banner tone="bad" role="alert">{submit.message}</Banner>}
        {children}
      </form>
    </Dialog>
  );
}
