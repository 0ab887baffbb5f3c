import type { ReactNode } from "react";
import { names } from "../names";
import { CheckIcon, InfoIcon, WarningIcon } from "./icons";
import { Sentence } from "./Sentence";

type BannerTone = "info" | "warn" | "bad" | "good";
const icons = { info: InfoIcon, warn: WarningIcon, bad: WarningIcon, good: CheckIcon };

/** A lasting notice in the flow of the page; `role` announces one that appears later. */
export function Banner({ tone, title, role, action, children }: {
  tone: BannerTone;
  title?: string;
  role?: "alert" | "status";
  action?: ReactNode;
  children?: ReactNode;
}) {
  const Symbol = icons[tone];
  return (
    <div className={names("banner", `banner-${tone}`)} role={role}>
      <Symbol size={20} />
      <div className="banner-text">
        {title && <strong>{title}</strong>}
        {children && <div>{typeof children === "string" ? <Sentence text={children} /> : children}</div>}
      </div>
      {action}
    </div>
  );
}
