import { api } from "../../shared/api";
import { unitWords } from "../../shared/money";
import { useUsageWords } from "../../shared/usage/text";
import { useLoad } from "../../shared/useLoad";

interface Balance {
  quota: number;
  unlimited_balance: boolean;
  used_quota: number;
}

/** What is left of the balance, for who has one; what was spent, where anything was. */
export function BalanceLine({ round }: { round: string }) {
  const t = useUsageWords();
  const { value } = useLoad(`balance:${round}`, () => api<Balance>("GET", "/api/user/self"));
  if (!value || (value.unlimited_balance && value.used_quota === 0)) return null;
  const spent = t.spentWords(unitWords(value.used_quota));
  if (value.unlimited_balance) return <p>{spent}</p>;
  return <p><strong className={value.quota <= 0 ? "bad-text" : undefined}>{t.balanceWords(unitWords(value.quota))}</strong> {spent}</p>;
}
