import { useState } from "react";
import { formatNumber } from "../../shared/i18n";
import { useCommon } from "../../shared/locales/common";
import { unitWords } from "../../shared/money";
import { useCursor } from "../../shared/useCursor";
import { Banner } from "../../shared/ui/Banner";
import { Button } from "../../shared/ui/Button";
import { members } from "./api";
import { BalanceForm } from "./BalanceForm";
import type { BalanceEntry, Member } from "./types";
import { mayChange, useSelf } from "../self";
import { errorText } from "../text";
import { useMemberText } from "./text";
import { useSay } from "../ui/notices";
import { When } from "../ui/When";

/** What a member may still spend, and who changed that when. */
export function MemberBalance({ member, onChanged }: { member: Member; onChanged: () => void }) {
  const text = useMemberText();
  const t = text.balance;
  const say = useSay();
  const isOpenToMe = mayChange(useSelf(), member);
  const [isOpen, setOpen] = useState(false);
  const spent = t.spent(unitWords(member.used_quota), formatNumber(member.request_count));
  return (
    <section className="drawer-section">
      <h3>{t.title}</h3>
      <p>
        <strong className={!member.unlimited_balance && member.quota <= 0 ? "bad-text" : undefined}>
          {member.unlimited_balance ? t.unlimited : unitWords(member.quota)}
        </strong>{" "}
        <span className="soft">{spent}</span>
      </p>
      {isOpenToMe && (
        <div className="row">
          <Button size="small" onClick={() => setOpen(true)}>{t.change}</Button>
        </div>
      )}
      <History id={member.id} round={`${member.quota} ${member.unlimited_balance}`} />
      {isOpen && (
        <BalanceForm member={member} onClose={() => setOpen(false)} onSaved={() => { say(t.changedToast, "success"); onChanged(); }} />
      )}
    </section>
  );
}

/** Nothing where nothing was ever given. */
function History({ id, round }: { id: number; round: string }) {
  const t = useMemberText().balance;
  const common = useCommon();
  const list = useCursor<BalanceEntry>(`${id} ${round}`, (cursor, signal) => members.balance(id, cursor, signal));
  if (list.error) {
    return <Banner tone="bad" action={<Button size="small" onClick={list.retry}>{common.retry}</Button>}>{errorText(list.error)}</Banner>;
  }
  if (!list.items?.length) return null;
  return (
    <>
      <ul className="plain-list balance-entries" aria-label={t.history}>
        {list.items.map((entry) => <Entry key={entry.id} entry={entry} />)}
      </ul>
      {list.hasMore && <Button size="small" busy={list.isLoading} onClick={list.more}>{t.more}</Button>}
    </>
  );
}

function Entry({ entry }: { entry: BalanceEntry }) {
  const t = useMemberText().balance;
  const amount = unitWords(Math.abs(entry.amount));
  const kind = t.kinds[entry.kind] ?? entry.kind;
  return (
    <li>
      <span className="grow">
        {kind} <strong>{entry.amount < 0 ? `−${amount}` : `+${amount}`}</strong> <span className="soft">{t.after(unitWords(entry.balance))}</span>
        <small>
          <When seconds={entry.created_time} />
          {entry.actor && <> · <bdi>{entry.actor}</bdi></>}
          {entry.note && <> · <bdi>{entry.note}</bdi></>}
        </small>
      </span>
    </li>
  );
}
