import { useRef, useState } from "react";
import { errorText, fieldError } from "./text";

export interface Submit {
  isBusy: boolean;
  /** Counts the attempts that failed. */
  round: number;
  /** Messages by field name, from the form's own checks or from the server. */
  fields: Record<string, string>;
  /** What cannot be said at a field. */
  message: string | null;
  /** Takes back what was said about a field, as when it is typed into. */
  forget: (field: string) => void;
  /** Says what is wrong at the fields; returns whether nothing is. */
  check: (problems: Record<string, string | null | undefined>) => boolean;
  /** Says a refusal at the field that it names; false when it names none of the form's. */
  blame: (error: unknown) => boolean;
  /** Runs `act` unless `problems` names a field; input is never touched. Returns whether it succeeded. */
  run: (problems: Record<string, string | null | undefined>, act: () => Promise<void>) => Promise<boolean>;
}

/** Sending a form: one at a time, with errors at the field where the form has that field. `named` is the form's name for one of the server's. */
export function useSubmit(knownFields: readonly string[], named = (field: string) => field): Submit {
  const [isBusy, setBusy] = useState(false);
  const [fields, setFields] = useState<Record<string, string>>({});
  const [round, setRound] = useState(0);
  const [message, setMessage] = useState<string | null>(null);
  const running = useRef(false);

  function check(problems: Record<string, string | null | undefined>): boolean {
    const found = Object.entries(problems).filter((entry): entry is [string, string] => Boolean(entry[1]));
    setMessage(null);
    setFields(Object.fromEntries(found));
    if (found.length > 0) setRound((old) => old + 1);
    return found.length === 0;
  }

  function blame(error: unknown): boolean {
    const found = fieldError(error);
    const field = found && named(found.field);
    if (!field || !knownFields.includes(field)) return false;
    return !check({ [field]: found.text });
  }

  async function run(problems: Record<string, string | null | undefined>, act: () => Promise<void>): Promise<boolean> {
    if (!check(problems) || running.current) return false;
    running.current = true;
    setBusy(true);
    try {
      await act();
      return true;
    } catch (error) {
      if (blame(error)) return false;
      setMessage(errorText(error));
      setRound((old) => old + 1);
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  function forget(field: string) {
    setFields((old) => (field in old ? Object.fromEntries(Object.entries(old).filter(([name]) => name !== field)) : old));
  }

  return { isBusy, round, fields, message, forget, check, blame, run };
}
