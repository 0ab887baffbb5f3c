import { useWelcomeWords } from "./text";
import { TextField } from "../shared/ui/Field";

interface PasswordFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  isNew: boolean;
  error: string | null;
  hasHint?: boolean;
}

/** A password; `isNew` lets password managers offer one. */
export function PasswordField({ label, value, onChange, isNew, error, hasHint = false }: PasswordFieldProps) {
  const t = useWelcomeWords();
  return (
    <TextField
      label={label}
      type="password"
      value={value}
      autoComplete={isNew ? "new-password" : "current-password"}
      error={error}
      hint={hasHint ? t.passwordHint : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
