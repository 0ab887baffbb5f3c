import { useId } from "react";

export interface Choice<Value extends string> {
  value: Value;
  label: string;
  hint?: string;
}

/** One of a few choices, each with a sentence about it. */
export function Radios<Value extends string>({ legend, value, choices, onChange }: {
  legend: string;
  value: Value;
  choices: readonly Choice<Value>[];
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className="radios">
      <legend>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="radio">
          <input type="radio" name={name} checked={choice.value === value} onChange={() => onChange(choice.value)} />
          <span>
            {choice.label}
            {choice.hint && <small>{choice.hint}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
