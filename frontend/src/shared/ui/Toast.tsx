import { useEffect, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { useCommon } from "../locales/common";
import { names } from "../names";
import { IconButton } from "./Button";
import { CheckIcon, CloseIcon, WarningIcon } from "./icons";
import { onLayers, topDialog } from "./layers";

interface Toast {
  id: number;
  text: string;
  tone: "plain" | "success" | "error";
  action?: { label: string; run: () => void };
}

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]) {
  toasts = next;
  listeners.forEach((listener) => listener());
}

/** Shows a short notice at the bottom for some seconds; at most three at once. */
export function toast(text: string, options: { tone?: Toast["tone"]; action?: Toast["action"] } = {}): void {
  const { tone = "plain", action } = options;
  const item: Toast = action ? { id: nextId++, text, tone, action } : { id: nextId++, text, tone };
  change([...toasts.filter((other) => other.text !== text), item].slice(-3));
}

/** The place where toasts appear; `mount` renders it once a page. Inside the topmost dialog, since what lies below is out of reach. */
export function Toaster() {
  const items = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  const host = useSyncExternalStore(onLayers, topDialog);
  return createPortal(
    <div className="toaster" role="status" aria-live="polite">
      {items.map((item) => (
        <ToastRow key={item.id} item={item} />
      ))}
    </div>,
    host ?? document.body,
  );
}

function ToastRow({ item }: { item: Toast }) {
  const t = useCommon();
  const dismiss = () => change(toasts.filter((other) => other.id !== item.id));

  useEffect(() => {
    const timer = setTimeout(() => change(toasts.filter((other) => other.id !== item.id)), item.action ? 10_000 : 5_000);
    return () => clearTimeout(timer);
  }, [item]);

  return (
    <div className={names("toast", `toast-${item.tone}`)}>
      {item.tone === "success" && <CheckIcon size={18} />}
      {item.tone === "error" && <WarningIcon size={18} />}
      <span>{item.text}</span>
      {item.action && (
        <button
          type="button"
          className="link-button"
          onClick={() => {
            item.action?.run();
            dismiss();
          }}
        >
          {item.action.label}
        </button>
      )}
      <IconButton icon={CloseIcon} iconSize={16} label={t.dismiss} onClick={dismiss} />
    </div>
  );
}
