import { type KeyboardEvent, type ReactNode, type Ref, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { names } from "../names";
import { CheckIcon, type Icon } from "./icons";

export interface MenuItem {
  label: string;
  /** A second line in small type. */
  note?: string;
  icon?: Icon;
  danger?: boolean;
  disabled?: boolean;
  /** Set for a choice out of several: shown with a tick and announced as such. */
  checked?: boolean;
  /** A link instead of an action. */
  href?: string;
  onSelect?: () => void;
}

export type MenuEntry = MenuItem | { heading: string } | "separator";

/** Spread on the button that opens the menu. */
export interface MenuTriggerProps {
  ref: Ref<HTMLButtonElement>;
  "aria-haspopup": "menu";
  "aria-expanded": boolean;
  "aria-controls": string | undefined;
  onClick: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

export interface MenuProps {
  label: string;
  entries: MenuEntry[];
  trigger: (props: MenuTriggerProps, isOpen: boolean) => ReactNode;
  align?: "start" | "end";
}

/** A menu by its button: arrow keys, Home, End, Esc; drawn above everything, and part of the landmark or dialog of its button. */
export function Menu({ label, entries, trigger, align = "start" }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const id = useId();

  function close(returnsFocus: boolean) {
    setOpen(false);
    if (returnsFocus) button?.focus();
  }

  const props: MenuTriggerProps = {
    ref: setButton,
    "aria-haspopup": "menu",
    "aria-expanded": isOpen,
    "aria-controls": isOpen ? id : undefined,
    onClick: () => setOpen((open) => !open),
    onKeyDown: (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      setOpen(true);
    },
  };
  const host = button?.closest("dialog, main, aside, header") ?? document.body;
  return (
    <>
      {trigger(props, isOpen)}
      {isOpen &&
        button &&
        createPortal(<MenuList id={id} label={label} entries={entries} anchor={button} align={align} onClose={close} />, host)}
    </>
  );
}

interface MenuListProps {
  id: string;
  label: string;
  entries: MenuEntry[];
  anchor: HTMLElement;
  align: "start" | "end";
  onClose: (returnsFocus: boolean) => void;
}

function MenuList({ id, label, entries, anchor, align, onClose }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);

  useLayoutEffect(() => {
    if (list.current) raise(list.current);
    if (list.current) setPlace(placeBy(anchor.getBoundingClientRect(), list.current.getBoundingClientRect(), align));
  }, [anchor, align]);

  useEffect(() => {
    if (place) (checkedOrFirst(list.current) ?? list.current)?.focus({ preventScroll: true });
  }, [place]);

  useLeaving(list, anchor, onClose);

  function press(event: KeyboardEvent) {
    if (event.key === "Escape") event.preventDefault();
    if (event.key === "Escape" || event.key === "Tab") {
      event.stopPropagation();
      return onClose(true);
    }
    const items = itemsOf(list.current);
    const at = items.findIndex((item) => item === document.activeElement);
    const step: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    const to = step[event.key];
    if (to === undefined) return;
    event.preventDefault();
    items[(to + items.length) % items.length]?.focus();
  }

  return (
    <div
      ref={list}
      id={id}
      role="menu"
      aria-label={label}
      tabIndex={0}
      className={names("menu", !place && "menu-measuring")}
      style={place ?? { left: 0, top: 0 }}
      onKeyDown={press}
    >
      {entries.map((entry, index) => (
        <MenuRow key={index} entry={entry} onDone={() => onClose(true)} />
      ))}
    </div>
  );
}

/** Closes the menu when somebody presses elsewhere, or when its button moves away from it. */
function useLeaving(list: RefObject<HTMLElement>, anchor: HTMLElement, onClose: (returnsFocus: boolean) => void): void {
  useEffect(() => {
    const leave = (event: Event) => {
      const inside = event.target instanceof Node && (list.current?.contains(event.target) || anchor.contains(event.target));
      if (!inside) onClose(false);
    };
    const resize = () => onClose(false);
    const { top, left } = anchor.getBoundingClientRect();
    // The word of a scroll comes after it, and may be of one that was over before.
    const scroll = (event: Event) => {
      const now = anchor.getBoundingClientRect();
      if (Math.abs(now.top - top) > 1 || Math.abs(now.left - left) > 1) leave(event);
    };
    document.addEventListener("pointerdown", leave, true);
    document.addEventListener("scroll", scroll, true);
    window.addEventListener("resize", resize);
    return () => {
      document.removeEventListener("pointerdown", leave, true);
      document.removeEventListener("scroll", scroll, true);
      window.removeEventListener("resize", resize);
    };
  }, [list, anchor, onClose]);
}

function MenuRow({ entry, onDone }: { entry: MenuEntry; onDone: () => void }) {
  if (entry === "separator") return <hr className="menu-separator" />;
  if ("heading" in entry) return <div className="menu-heading">{entry.heading}</div>;
  const { icon: Symbol } = entry;
  const content = (
    <>
      {Symbol && <Symbol size={18} />}
      <span className="menu-label">
        <span dir="auto">{entry.label}</span>
        {entry.note && <small dir="auto">{entry.note}</small>}
      </span>
      {entry.checked && <CheckIcon size={18} />}
    </>
  );
  const className = names("menu-item", entry.danger && "menu-item-danger");
  if (entry.href) {
    return (
      <a role="menuitem" className={className} href={entry.href} tabIndex={-1} onClick={onDone}>
        {content}
      </a>
    );
  }
  const choose = () => {
    onDone();
    entry.onSelect?.();
  };
  return (
    <button
      type="button"
      role={entry.checked === undefined ? "menuitem" : "menuitemradio"}
      aria-checked={entry.checked}
      className={className}
      // Within reach of the keys: it may say why.
      aria-disabled={entry.disabled || undefined}
      tabIndex={-1}
      onClick={entry.disabled ? undefined : choose}
    >
      {content}
    </button>
  );
}

/** Into the top layer, where the browser has one: no frame with a clip or an order of its own may hide it. */
function raise(list: HTMLElement & { showPopover?: () => void }): void {
  if (!list.showPopover) return;
  list.setAttribute("popover", "manual");
  list.showPopover();
}

function itemsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>(".menu-item") ?? [])];
}

function checkedOrFirst(list: HTMLElement | null): HTMLElement | undefined {
  const items = itemsOf(list);
  return items.find((item) => item.getAttribute("aria-checked") === "true") ?? items[0];
}

function placeBy(anchor: DOMRect, list: DOMRect, align: "start" | "end"): { left: number; top: number } {
  const gap = 4;
  const edge = 8;
  const wanted = align === "start" ? anchor.left : anchor.right - list.width;
  const left = Math.max(edge, Math.min(wanted, innerWidth - list.width - edge));
  const below = anchor.bottom + gap;
  const fits = below + list.height <= innerHeight - edge;
  const top = fits ? below : Math.max(edge, anchor.top - gap - list.height);
  return { left, top };
}
