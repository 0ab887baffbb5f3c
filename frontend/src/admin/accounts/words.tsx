import { AccountStatus } from "./types";
import { useAccountText } from "./text";
import { Chip } from "../../shared/ui/Chip";

export function StatusChip({ status }: { status: number }) {
  const t = useAccountText().common;
  if (status === AccountStatus.enabled) return <Chip tone="good">{t.enabled}</Chip>;
  if (status === AccountStatus.disabled) return <Chip>{t.disabled}</Chip>;
  return <Chip tone="bad">{t.attention}</Chip>;
}
