import { type RefObject, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { useCommon } from "../locales/common";
import { names } from "../names";
import { IconButton } from "./Button";
import { CheckIcon, CloseIcon, WarningIcon } from "./icons";
import { onLayers, topDialog } from "./layers";
import { Sentence } from "./Sentence";

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

/**
 * The place where toasts appear; `mount` renders it once a page. It covers nothing: the page gives way by its height
 * (`--toasts`), and in the topmost dialog, since what lies below one is out of reach, it is a row of its own.
 */
export function Toaster() {
  const items = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  const host = useSyncExternalStore(onLayers, topDialog);
  const place = useRef<HTMLDivElement>(null);
  useRoom(place, host === null && items.length > 0);
  return createPortal(
    <div ref={place} className="toaster" role="status" aria-live="polite">
      {items.map((item) => (
        <ToastRow key={item.id} item={item} />
      ))}
    </div>,
    host ?? document.body,
  );
}

/** Has the page give way by the height of `place`. */
function useRoom(place: RefObject<HTMLDivElement>, isTaken: boolean): void {
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    if (!isTaken || !place.current) return;
    const element = place.current;
    const fit = () => style.setProperty("--toasts", `${element.offsetHeight}px`);
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => {
      observer.disconnect();
      style.removeProperty("--toasts");
    };
  }, [place, isTaken]);
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
      <span>
        <Sentence text={item.text} />
      </span>
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
