import { Button } from "../../shared/ui/Button";
import { isolated } from "../../shared/ui/Sentence";
import { type Health, health as calls } from "./api";
import { useHealthText } from "./text";
import { useAct } from "../ui/notices";
import { canRetry } from "./words";

/** Has an account asked again before its time; nothing where there is nothing to wait for. */
export function RetryButton({ account, onDone }: { account: { id: number; name: string; health?: Health }; onDone: () => void }) {
  const t = useHealthText().health;
  const { busy, act } = useAct();
  if (!account.health || !canRetry(account.health)) return null;

  async function retry() {
    if (await act("retry", () => calls.retry(account.id), t.retried(isolated(account.name)))) onDone();
  }

  return <Button size="small" busy={busy !== null} aria-label={t.retryNamed(account.name)} onClick={() => void retry()}>{t.retry}</Button>;
}
