import type { ReactNode } from "react";
import type { Icon } from "./icons";
import { Sentence } from "./Sentence";

/** What stands where a list is empty or a page failed: a sentence and the next step. */
export function EmptyState({
  icon: Symbol,
  title,
  children,
  action,
}: {
  icon?: Icon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="empty-state">
      {Symbol && (
        <span className="empty-state-icon">
          <Symbol size={28} />
        </span>
      )}
      <p className="empty-state-title">
        <Sentence text={title} />
      </p>
      {children && <div className="empty-state-text">{children}</div>}
      {action}
    </div>
  );
}
