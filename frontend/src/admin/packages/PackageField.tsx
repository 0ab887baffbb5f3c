import type { ReactNode } from "react";
import { Select } from "../../shared/ui/Field";
import { type Loaded, useLoad } from "../../shared/useLoad";
import { errorText } from "../text";
import { packages } from "./api";
import type { Package } from "./types";

export type PackageChoices = Loaded<{ items: Package[]; total: number }>;

/** All packages, to choose one of. */
export function usePackageChoices(): PackageChoices {
  return useLoad("packages", packages.all);
}

export interface PackageFieldProps {
  label: string;
  hint?: ReactNode;
  /** What no package is called. */
  none: string;
  choices: PackageChoices;
  value: number | null;
  /** What `value` is called where the packages do not say so, as while they load. */
  known?: string | null | undefined;
  error: string | undefined;
  name?: string;
  isFirst?: boolean;
  onChange: (value: number | null) => void;
}

const nothing = "none";

/** One of the packages, or none. */
export function PackageField({ label, hint, none, choices, value, known, error, name = "package_id", isFirst = false, onChange }: PackageFieldProps) {
  const options = [{ value: nothing, label: none }].concat(
    (choices.value?.items ?? []).map((item) => ({ value: String(item.id), label: item.name })),
  );
  // Keeps a present package choosable while the others load, or when they cannot be loaded.
  if (value !== null && !options.some((option) => option.value === String(value))) {
    options.push({ value: String(value), label: known || `#${value}` });
  }
  return (
    <Select
      label={label}
      hint={hint}
      name={name}
      error={error ?? (choices.error ? errorText(choices.error) : null)}
      value={value === null ? nothing : String(value)}
      options={options}
      onChange={(chosen) => onChange(chosen === nothing ? null : Number(chosen))}
      data-autofocus={isFirst || undefined}
    />
  );
}
