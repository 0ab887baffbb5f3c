import type { ReactNode } from "react";
import { useUsageWords } from "./text";
import { Dialog } from "../ui/Dialog";
import type { UsageRow } from "./usage";
import { UsageFacts } from "./UsageFacts";

/** One request in detail. */
export function UsageDrawer({ row, isEverybodys = false, children, onClose }: {
  row: UsageRow;
  isEverybodys?: boolean;
  /** What follows the facts. */
  children?: ReactNode;
  onClose: () => void;
}) {
  const t = useUsageWords();
  return <Dialog variant="drawer" title={t.details} onClose={onClose}><UsageFacts row={row} isEverybodys={isEverybodys} />{children}</Dialog>;
}
