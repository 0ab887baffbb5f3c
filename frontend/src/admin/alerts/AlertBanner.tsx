import "../ui/together";
import { useState } from "react";
import { Banner } from "../../shared/ui/Banner";
import { Button } from "../../shared/ui/Button";
import { useLoad } from "../../shared/useLoad";
import { DisableAccount } from "../accounts/DisableAccount";
import { health } from "../health/api";
import { useEvery } from "../overview/useEvery";
import { useHealthText } from "../health/text";
import { isolated } from "../../shared/ui/Sentence";
import { Link } from "../ui/Link";
import { useAct } from "../ui/notices";
import { type Alert, alerts, isSilent } from "./api";
import { MoveMembers } from "./MoveMembers";
import { useAlertText } from "./text";

const pause = 15_000;
/** What is shown in full; more are a number. */
const most = 2;

/** What is wrong, above every page of the panel, with what can be done about it. */
export function AlertBanner({ path }: { path: string }) {
  const t = useAlertText().alerts;
  const open = useLoad("alert-banner", alerts.open);
  useEvery(pause, open.refresh);
  const heard = (open.value?.items ?? []).filter((item) => !isSilent(item));
  // What a person must mend comes first: of those that are told elsewhere on the page there is more time.
  const shown = [...heard].sort((left, right) => Number(right.subject.kind === "account") - Number(left.subject.kind === "account")).slice(0, most);
  const more = heard.length - shown.length;
  if (shown.length === 0) return null;
  return (
    <div className="alert-banners" role="region" aria-label={t.title}>
      {shown.map((item) => <Row key={item.id} item={item} onChanged={open.refresh} />)}
      {path !== "/admin/alerts" && (
        <Link className="alert-more" href="/admin/alerts">{more > 0 ? t.more(more) : t.all}</Link>
      )}
    </div>
  );
}

function Row({ item, onChanged }: { item: Alert; onChanged: () => void }) {
  const isOfAccount = item.kind === "account_dead" || item.kind === "needs_login";
  return (
    <Banner tone="bad" role="alert" title={item.title} action={isOfAccount ? <Acts item={item} onChanged={onChanged} /> : undefined}>
      {item.text}
    </Banner>
  );
}

function Acts({ item, onChanged }: { item: Alert; onChanged: () => void }) {
  const t = useAlertText().alerts;
  const words = useHealthText().health;
  const { busy, act } = useAct();
  const [asked, setAsked] = useState<"move" | "disable" | null>(null);
  const account = { id: item.subject.id, name: item.subject.name };
  const stranded = item.facts.stranded ?? 0;

  async function retry() {
    if (await act("retry", () => health.retry(account.id), words.retried(isolated(account.name)))) onChanged();
  }

  return (
    <div className="alert-acts">
      {item.kind === "needs_login" && (
        <Link className="button button-secondary button-small" href={`/admin/accounts?q=${encodeURIComponent(account.name)}&edit=${account.id}`}>{t.logInAgain}</Link>
      )}
      <Button size="small" busy={busy !== null} onClick={() => void retry()}>{words.retry}</Button>
      {stranded > 0 && <Button size="small" onClick={() => setAsked("move")}>{t.moveTo(stranded)}</Button>}
      <Button size="small" onClick={() => setAsked("disable")}>{t.disable}</Button>
      {asked === "move" && <MoveMembers account={account} onDone={onChanged} onClose={() => setAsked(null)} />}
      {asked === "disable" && <DisableAccount account={account} onDone={onChanged} onClose={() => setAsked(null)} />}
    </div>
  );
}
