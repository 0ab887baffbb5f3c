import { AccountStatus, AccountType } from "./types";
import { type AccountText, useAccountText } from "./text";
import { Chip } from "../../shared/ui/Chip";

export function typeName(t: AccountText["accounts"], type: number): string {
  if (type === AccountType.openAI) return t.typeOpenAI;
  return type === AccountType.demo ? t.typeDemo : t.typeOther(type);
}

export function StatusChip({ status }: { status: number }) {
  const t = useAccountText().common;
  if (status === AccountStatus.enabled) return <Chip tone="good">{t.enabled}</Chip>;
  if (status === AccountStatus.disabled) return <Chip>{t.disabled}</Chip>;
  return <Chip tone="bad">{t.attention}</Chip>;
}
