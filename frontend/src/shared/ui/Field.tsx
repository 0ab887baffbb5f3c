import {
  forwardRef,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import { directionOf } from "../direction";
import { names } from "../names";
import { Sentence } from "./Sentence";

interface Described {
  label: string;
  hint?: ReactNode;
  error?: string | null | undefined;
}

/** What a control inside a `Field` takes over. */
export interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

/** A label, a control, and below it a hint or the error, tied together for screen readers. */
export function Field({ label, hint, error, children }: Described & { children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error || hint;
  return (
    <div className={names("field", error && "field-invalid")}>
      <label htmlFor={id}>
        <Sentence text={label} />
      </label>
      {children({ id, "aria-describedby": note ? noteId : undefined, "aria-invalid": error ? true : undefined })}
      {note && (
        <div id={noteId} className={error ? "field-error" : "field-hint"} role={error ? "alert" : undefined}>
          {note}
        </div>
      )}
    </div>
  );
}

/** A one-line input in a `Field`. */
export const TextField = forwardRef<HTMLInputElement, Described & InputHTMLAttributes<HTMLInputElement>>(function TextField(
  { label, hint, error, className, ...input },
  ref,
) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <input ref={ref} className={names("input", className)} dir="auto" {...input} {...control} />}
    </Field>
  );
});

/** A text area in a `Field`. */
export const AreaField = forwardRef<HTMLTextAreaElement, Described & TextareaHTMLAttributes<HTMLTextAreaElement>>(
  function AreaField({ label, hint, error, className, ...area }, ref) {
    return (
      <Field label={label} hint={hint} error={error}>
        {(control) => <textarea ref={ref} className={names("input", className)} dir={directionOf(String(area.value ?? ""))} {...area} {...control} />}
      </Field>
    );
  },
);

export interface Option<Value extends string> {
  value: Value;
  label: string;
  disabled?: boolean;
  /** Options of one group stand together, under its name. */
  group?: string;
}

type SelectProps<Value extends string> = Described &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, "value" | "onChange"> & {
    value: Value;
    options: readonly Option<Value>[];
    onChange: (value: Value) => void;
  };

/** The browser's own choice list in a `Field`. */
export function Select<Value extends string>({ label, hint, error, value, options, onChange, className, ...rest }: SelectProps<Value>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <select
          className={names("input select", className)}
          value={value}
          onChange={(event) => onChange(event.target.value as Value)}
          {...rest}
          {...control}
        >
          {grouped(options).map(({ group, members }) => {
            const choices = members.map(({ value, label, disabled }) => (
              <option key={value} value={value} disabled={disabled}>{label}</option>
            ));
            return group === undefined ? choices : <optgroup key={group} label={group}>{choices}</optgroup>;
          })}
        </select>
      )}
    </Field>
  );
}

/** In their order, those of one group that follow each other together. */
function grouped<Value extends string>(options: readonly Option<Value>[]): { group: string | undefined; members: Option<Value>[] }[] {
  const groups: { group: string | undefined; members: Option<Value>[] }[] = [];
  for (const option of options) {
    const last = groups[groups.length - 1];
    if (last && last.group === option.group) last.members.push(option);
    else groups.push({ group: option.group, members: [option] });
  }
  return groups;
}

/** A tick box with its words beside it. */
export function Checkbox({ label, hint, ...input }: { label: ReactNode; hint?: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className="checkbox">
      <input id={id} type="checkbox" aria-describedby={hint ? `${id}-note` : undefined} {...input} />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <div id={`${id}-note`} className="field-hint">
          {hint}
        </div>
      )}
    </div>
  );
}
