import { formatMoment } from "../../shared/i18n";
import { useLoad } from "../../shared/useLoad";
import { Banner } from "../../shared/ui/Banner";
import { Button } from "../../shared/ui/Button";
import { health } from "../health/api";
import { useAct } from "../ui/notices";
import { useAccountText } from "./text";

/** Says when logins are not renewed for a while, and why; nothing where they are. */
export function HeldBack({ onResumed }: { onResumed: () => void }) {
  const t = useAccountText().renewals;
  const hold = useLoad("renewals", health.heldBack);
  const { busy, act } = useAct();
  if (!hold.value) return null;
  const { since, until, accounts, reason } = hold.value;

  async function resume() {
    if (!(await act("resume", health.resume, t.resumed))) return;
    hold.refresh();
    onResumed();
  }

  return (
    <Banner
      tone="warn" title={t.title} role="status"
      action={<Button size="small" busy={busy !== null} onClick={() => void resume()}>{t.resume}</Button>}
    >
      {`${t.text(accounts, formatMoment(since), formatMoment(until))} ${reason}`}
    </Banner>
  );
}
