import { type MouseEvent, type ReactNode, type RefObject, type SyntheticEvent, useEffect, useId, useRef } from "react";
import { useCommon } from "../locales/common";
import { names } from "../names";
import { IconButton } from "./Button";
import { CloseIcon } from "./icons";
import { addLayer } from "./layers";
import { Sentence } from "./Sentence";

export interface DialogProps {
  /** May hold names that are `isolated`. */
  title: string;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  /** `drawer` slides in at the right edge and takes the whole height; `page` takes nearly the whole window, `search` hangs from its upper edge. */
  variant?: "dialog" | "drawer" | "page" | "search";
  wide?: boolean;
}

/**
 * A modal while it is mounted: the browser's own `<dialog>` traps the focus, and Esc, the backdrop and the cross call `onClose`
 * of the topmost one. When it goes, the focus returns to where it was.
 */
export function Dialog({ title, onClose, children, footer, variant = "dialog", wide = false }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const pressedOnBackdrop = useRef(false);
  const titleId = useId();
  const t = useCommon();
  useModal(ref, onClose);

  /** The system's own way back, such as the gesture of a phone; it may close without asking, and is then undone. */
  function leaveBySystem(event: SyntheticEvent) {
    if (event.target !== ref.current) return;
    event.preventDefault();
    if (!ref.current.open) ref.current.showModal();
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
      className={names("dialog", variant !== "dialog" && `dialog-${variant}`, wide && "dialog-wide")}
      aria-labelledby={titleId}
      onCancel={leaveBySystem}
      onClose={leaveBySystem}
      onMouseDown={(event) => (pressedOnBackdrop.current = event.target === ref.current)}
      onMouseUp={release}
    >
      <div className="dialog-panel">
        <header className="dialog-header">
          <h2 id={titleId}>
            <Sentence text={title} />
          </h2>
          <IconButton icon={CloseIcon} label={t.close} onClick={onClose} />
        </header>
        <div className="dialog-body">{children}</div>
        {footer && <footer className="dialog-footer">{footer}</footer>}
      </div>
    </dialog>
  );
}

/** Shows the dialog above everything for as long as it is mounted, and gives the focus back afterwards. */
function useModal(ref: RefObject<HTMLDialogElement>, onClose: () => void): void {
  const latest = useRef(onClose);
  useEffect(() => {
    latest.current = onClose;
  });

  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    const before = document.activeElement;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    const takeAway = addLayer({ element: dialog, leave: () => latest.current() });
    return () => {
      takeAway();
      if (dialog.open) dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [ref]);
}
