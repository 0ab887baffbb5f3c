import { formatMoment, locale } from "../../shared/i18n";
import { names } from "../../shared/names";
import { Chip } from "../../shared/ui/Chip";
import type { AccountStatus, AccountWindow } from "./accounts";
import { isStale, stateHint, stateWords, toneOf, usedPercent, windowWords } from "./status";
import { useAccountWords } from "./text";

/** One account: its name, how it is, and how much of it is used. */
export function AccountRow({ account, now }: { account: AccountStatus; now: number }) {
  const t = useAccountWords();
  const hint = stateHint(account, t, formatMoment, now);
  return (
    <li>
      <div className="account-status">
        <strong dir="auto">{account.name}</strong>
        <Chip tone={toneOf(account.state)}>{stateWords(account, t, formatMoment, now)}</Chip>
      </div>
      {hint && <p className="field-hint">{hint}</p>}
      {account.windows.map((window) => <WindowBar key={window.name} window={window} now={now} />)}
    </li>
  );
}

function WindowBar({ window, now }: { window: AccountWindow; now: number }) {
  const t = useAccountWords();
  const name = windowWords(window.name, t);
  const reset = window.resets_at === null ? null : formatMoment(window.resets_at);
  const percent = usedPercent(window);
  const used = t.used(new Intl.NumberFormat(locale(), { style: "percent" }).format(percent / 100));
  if (isStale(window, now)) {
    return (
      <div className="quota-row">
        <div className="quota-row-head"><span dir="auto">{name}</span></div>
        <p>{t.stale(reset ?? "")}</p>
      </div>
    );
  }
  return (
    <div className={names("quota-row", percent >= 100 ? "quota-used-up" : percent >= 80 && "quota-scarce")}>
      <div className="quota-row-head">
        <span dir="auto">{name}</span>
        <span>{used}</span>
      </div>
      <progress value={percent} max={100} aria-label={name} />
      {reset && <p>{t.resets(reset)}</p>}
    </div>
  );
}
