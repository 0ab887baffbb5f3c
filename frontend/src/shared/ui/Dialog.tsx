import { type MouseEvent, type ReactNode, type SyntheticEvent, useEffect, useId, useRef } from "react";
import { useCommon } from "../locales/common";
import { names } from "../names";
import { IconButton } from "./Button";
import { CloseIcon } from "./icons";

export interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  /** `drawer` slides in at the right edge and takes the whole height. */
  variant?: "dialog" | "drawer";
  wide?: boolean;
}

/**
 * A modal while it is mounted: the browser's own `<dialog>` traps the focus, and Esc, the backdrop and the cross call `onClose`.
 * When it goes, the focus returns to where it was.
 */
export function Dialog({ title, onClose, children, footer, variant = "dialog", wide = false }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const pressedOnBackdrop = useRef(false);
  const titleId = useId();
  const t = useCommon();

  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) {
      dialog.showModal();
      dialog.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    }
    return () => {
      if (dialog?.open) dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  function cancel(event: SyntheticEvent) {
    event.preventDefault();
    onClose();
  }

  function release(event: MouseEvent) {
    if (pressedOnBackdrop.current && event.target === ref.current) onClose();
    pressedOnBackdrop.current = false;
  }

  return (
    // The backdrop is the dialog's own area outside its panel; the keyboard's way to the same is Esc.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      className={names("dialog", variant === "drawer" && "dialog-drawer", wide && "dialog-wide")}
      aria-labelledby={titleId}
      onCancel={cancel}
      onMouseDown={(event) => (pressedOnBackdrop.current = event.target === ref.current)}
      onMouseUp={release}
    >
      <div className="dialog-panel">
        <header className="dialog-header">
          <h2 id={titleId}>{title}</h2>
          <IconButton icon={CloseIcon} label={t.close} onClick={onClose} />
        </header>
        <div className="dialog-body">{children}</div>
        {footer && <footer className="dialog-footer">{footer}</footer>}
      </div>
    </dialog>
  );
}
