import { type ReactNode, useState } from "react";
import { Sentence } from "../../shared/ui/Sentence";

/** What most people need not see: folded until it is opened, or something in it turns out to be wrong. */
export function MoreOptions({ title, isOpenAtFirst = false, hasError, children }: {
  title: string;
  isOpenAtFirst?: boolean;
  hasError: boolean;
  children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const [hadError, setHadError] = useState(false);
  if (hasError !== hadError) {
    setHadError(hasError);
    // It stays open when the error goes, as that is while somebody types in it.
    if (hasError) setOpen(true);
  }
  return (
    <details className="more-options" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary><Sentence text={title} /></summary>
      {children}
    </details>
  );
}
