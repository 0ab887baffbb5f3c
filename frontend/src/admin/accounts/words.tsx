import type { AdminText } from "../../shared/locales/admin.en";
import { AccountStatus, AccountType } from "./types";
import { useText } from "../text";
import { Chip } from "../../shared/ui/Chip";

export function typeName(t: AdminText["accounts"], type: number): string {
  if (type === AccountType.openAI) return t.typeOpenAI;
  return type === AccountType.demo ? t.typeDemo : t.typeOther(type);
}

export function StatusChip({ status }: { status: number }) {
  const t = useText().common;
  if (status === AccountStatus.enabled) return <Chip tone="good">{t.enabled}</Chip>;
  if (status === AccountStatus.disabled) return <Chip>{t.disabled}</Chip>;
  return <Chip tone="bad">{t.attention}</Chip>;
}
