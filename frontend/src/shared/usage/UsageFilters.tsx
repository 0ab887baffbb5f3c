import { type ReactNode, useEffect, useId, useState } from "react";
import { useUsageWords } from "./text";
import { Select, TextField } from "../ui/Field";
import { statuses, type UsageFilter } from "./usage";
import { statusWords } from "./words";

const pause = 400;

/** What the record is narrowed down by; `models` are offered where one is typed, `children` are filters of the page's own. */
export function UsageFilters({ filter, onChange, models = [], children }: {
  filter: UsageFilter;
  onChange: (change: Partial<UsageFilter>) => void;
  models?: readonly string[];
  children?: ReactNode;
}) {
  const t = useUsageWords();
  const options = [{ value: "", label: t.any }, ...statuses.map((status) => ({ value: status as string, label: t.statuses[status] }))];
  // Several at once come by a link.
  if (!options.some(({ value }) => value === filter.status)) options.push({ value: filter.status, label: statusWords(filter.status, t) });
  return (
    <div className="usage-filters" role="search" aria-label={t.filters}>
      {children}
      <TypedFilter label={t.model} value={filter.model} offered={models} onChange={(model) => onChange({ model })} />
      <TypedFilter label={t.key} value={filter.key} offered={[]} onChange={(key) => onChange({ key })} />
      <Select label={t.status} value={filter.status} options={options} onChange={(status) => onChange({ status })} />
      <TextField type="date" label={t.from} value={filter.from} max={filter.to || undefined} onChange={(event) => onChange({ from: event.target.value })} />
      <TextField type="date" label={t.to} value={filter.to} min={filter.from || undefined} onChange={(event) => onChange({ to: event.target.value })} />
    </div>
  );
}

/** Filters a moment after the last key, and at once by Enter. */
function TypedFilter({ label, value, offered, onChange }: {
  label: string;
  value: string;
  offered: readonly string[];
  onChange: (value: string) => void;
}) {
  const t = useUsageWords();
  const listId = useId();
  const [input, setInput] = useState({ typed: value, over: value });
  // The filter may change without typing, as when all are cleared: what is typed then gives way.
  const text = input.over === value || input.typed.trim() === value ? input.typed : value;

  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => {
      setInput({ typed: text, over: text.trim() });
      onChange(text.trim());
    }, pause);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);

  function send() {
    setInput({ typed: text, over: text.trim() });
    onChange(text.trim());
  }

  return (
    <>
      <TextField
        label={label} placeholder={t.any} value={text} list={offered.length > 0 ? listId : undefined}
        autoCapitalize="none" spellCheck={false} autoComplete="off"
        onChange={(event) => setInput({ typed: event.target.value, over: value })}
        onKeyDown={(event) => { if (event.key === "Enter" && !event.nativeEvent.isComposing) send(); }}
      />
      {offered.length > 0 && <datalist id={listId}>{offered.map((name) => <option key={name} value={name} />)}</datalist>}
    </>
  );
}
