import { type ButtonHTMLAttributes, forwardRef } from "react";
import { names } from "../names";
import type { Icon } from "./icons";
import { Spinner } from "./Spinner";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: "primary" | "secondary" | "ghost" | "danger";
  size?: "medium" | "small";
  icon?: Icon;
  /** Shows a spinner and refuses clicks while an action runs. */
  busy?: boolean;
}

/** A button with words; `type="button"` unless told. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { variant = "secondary", size = "medium", icon: Symbol, busy = false, className, children, disabled, ...rest },
  ref,
) {
  return (
    <button
      ref={ref}
      type="button"
      className={names("button", `button-${variant}`, size === "small" && "button-small", className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy ? <Spinner size={16} /> : Symbol && <Symbol size={size === "small" ? 16 : 18} />}
      {children}
    </button>
  );
});

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: Icon;
  /** Read by screen readers and shown as the tooltip. */
  label: string;
  iconSize?: number;
}

/** A button that is only an icon; its label is its name. */
export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(
  { icon: Symbol, label, iconSize = 20, className, ...rest },
  ref,
) {
  return (
    <button ref={ref} type="button" className={names("icon-button", className)} aria-label={label} title={label} {...rest}>
      <Symbol size={iconSize} />
    </button>
  );
});
