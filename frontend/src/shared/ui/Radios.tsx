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
      {choices.map((choice) => {
        const id = `${name}-${choice.value}`;
        return (
          <label key={choice.value} className="radio">
            <input
              type="radio"
              name={name}
              checked={choice.value === value}
              aria-labelledby={id}
              aria-describedby={choice.hint ? `${id}-hint` : undefined}
              onChange={() => onChange(choice.value)}
            />
            <span>
              <span id={id}>{choice.label}</span>
              {choice.hint && <small id={`${id}-hint`}>{choice.hint}</small>}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
