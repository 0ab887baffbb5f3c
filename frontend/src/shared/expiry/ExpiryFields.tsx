import { useCommon } from "../locales/common";
import { Select, TextField } from "../ui/Field";
import type { Expiry } from "./expiry";

interface ExpiryFieldsProps {
  value: Expiry;
  /** In days. */
  lifetimes: readonly number[];
  /** As the server calls it. */
  name: string;
  error: string | null | undefined;
  isFirst?: boolean;
  onChange: (part: Partial<Expiry>) => void;
}

/** Never, in some days, or at a date of one's choice. */
export function ExpiryFields({ value, lifetimes, name, error, isFirst, onChange }: ExpiryFieldsProps) {
  const t = useCommon().expiry;
  const isDate = value.expiry === "date";
  const options = [
    { value: "never", label: t.never },
    ...lifetimes.map((days) => ({ value: String(days), label: t.days(days) })),
    { value: "date", label: t.custom },
  ];
  return (
    <>
      <Select
        label={t.label} name="expiry" value={value.expiry} options={options} error={isDate ? null : error}
        data-autofocus={isFirst} onChange={(expiry) => onChange({ expiry })}
      />
      {isDate && (
        <TextField
          label={t.date} name={name} type="datetime-local" value={value.date} error={error}
          onChange={(event) => onChange({ date: event.target.value })}
        />
      )}
    </>
  );
}
