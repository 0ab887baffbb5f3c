import { type KeyboardEvent, useEffect, useId, useState } from "react";
import type { Page } from "../../shared/api";
import { names } from "../../shared/names";
import { IconButton } from "../../shared/ui/Button";
import { Field } from "../../shared/ui/Field";
import { CloseIcon } from "../../shared/ui/icons";
import { useText } from "../text";
import { useLoad } from "../../shared/useLoad";

export interface Picked {
  id: number;
  label: string;
  note?: string;
}

export interface PickerProps {
  label: string;
  placeholder: string;
  value: Picked | null;
  onChange: (value: Picked | null) => void;
  /** Looks up by keyword; an empty keyword lists the first ones. */
  search: (keyword: string, signal: AbortSignal) => Promise<Page<Picked>>;
  clearLabel: string;
  error?: string | null | undefined;
  /** Is it where a dialog's first focus goes? */
  isFirst?: boolean;
}

/** One of very many: a text box that looks things up on the server, with a list below it. */
export function Picker({ label, placeholder, value, onChange, search, clearLabel, error, isFirst = false }: PickerProps) {
  const listId = useId();
  const look = useLookUp(search, onChange);
  const { isOpen, active } = look;
  return (
    <div className="picker" onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) look.close(); }}>
      <Field label={label} error={error}>
        {(control) => (
          <div className="picker-box">
            <input
              {...control}
              className="input"
              data-autofocus={isFirst || undefined}
              role="combobox"
              aria-expanded={isOpen}
              aria-controls={isOpen ? listId : undefined}
              aria-autocomplete="list"
              aria-activedescendant={isOpen && active ? `${listId}-${active.id}` : undefined}
              dir="auto"
              placeholder={placeholder}
              value={value && !isOpen ? value.label : look.typed}
              onChange={(event) => look.type(event.target.value)}
              onClick={look.open}
              onKeyDown={look.press}
            />
            {value && <IconButton icon={CloseIcon} iconSize={16} label={clearLabel} onClick={() => { onChange(null); look.clear(); }} />}
          </div>
        )}
      </Field>
      <Options id={listId} label={label} look={look} />
    </div>
  );
}

type LookUp = ReturnType<typeof useLookUp>;

/** What is typed, what was found for it, and which row the keys are at. */
function useLookUp(search: PickerProps["search"], onChange: (value: Picked) => void) {
  const [typed, setTyped] = useState("");
  const [keyword, setKeyword] = useState("");
  const [isOpen, setOpen] = useState(false);
  const found = useLoad(isOpen ? `open:${keyword}` : "closed", async (signal) => (isOpen ? search(keyword, signal) : null));
  const items = found.value?.items ?? [];
  const [cursor, setCursor] = useState({ over: found.value, at: 0 });
  // A new list begins at its first row.
  const at = cursor.over === found.value ? cursor.at : 0;
  const active = items[at];

  useEffect(() => {
    const timer = setTimeout(() => setKeyword(typed.trim()), 200);
    return () => clearTimeout(timer);
  }, [typed]);

  function choose(item: Picked) {
    onChange(item);
    setTyped("");
    setOpen(false);
  }

  function press(event: KeyboardEvent) {
    if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) setOpen(true);
      else setCursor({ over: found.value, at: (at + (event.key === "ArrowDown" ? 1 : items.length - 1)) % Math.max(1, items.length) });
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      if (active) choose(active);
    }
  }

  return {
    typed, isOpen, items, at, active, choose, press,
    isLoading: found.isLoading,
    more: (found.value?.total ?? 0) - items.length,
    type: (text: string) => { setTyped(text); setOpen(true); },
    clear: () => setTyped(""),
    open: () => setOpen(true),
    close: () => setOpen(false),
  };
}

function Options({ id, label, look }: { id: string; label: string; look: LookUp }) {
  const t = useText().common;
  const { isOpen, items, more } = look;
  return (
    <>
      <div id={id} role="listbox" aria-label={label} className={names("picker-list", !isOpen && "picker-closed")}>
        {items.map((item, index) => (
          // The keyboard stays in the text box, which names the active option.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={item.id}
            id={`${id}-${item.id}`}
            role="option"
            aria-selected={index === look.at}
            tabIndex={-1}
            className="picker-option"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => look.choose(item)}
          >
            <span dir="auto">{item.label}</span>
            {item.note && <small dir="auto">{item.note}</small>}
          </div>
        ))}
      </div>
      {isOpen && !look.isLoading && items.length === 0 && <p className="field-hint">{t.noMatch}</p>}
      {isOpen && more > 0 && <p className="field-hint">{t.moreMatches(more)}</p>}
    </>
  );
}
