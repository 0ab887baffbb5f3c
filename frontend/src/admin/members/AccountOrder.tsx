import { useEffect, useRef, useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Button, IconButton } from "../../shared/ui/Button";
import { ArrowDownIcon, ArrowUpIcon } from "../../shared/ui/icons";
import { isolated } from "../../shared/ui/Sentence";
import { bindings } from "../bindings/api";
import { useBindingText } from "../bindings/text";
import { FormDialog } from "../ui/FormDialog";
import { useSubmit } from "../useSubmit";
import { inOrder, moved } from "./inOrder";
import type { Member } from "./types";

/** In which order a member's accounts are asked: moved by buttons, saved as a whole. */
export function AccountOrder({ member, onSaved, onClose }: { member: Member; onSaved: () => void; onClose: () => void }) {
  const t = useBindingText().bindings;
  const common = useCommon();
  const submit = useSubmit([]);
  const [order, setOrder] = useState(() => inOrder(member.accounts));
  const [last, setLast] = useState<{ id: number; by: 1 | -1 } | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const hasOwn = member.accounts.some((account) => account.place !== null);

  // A button that moved takes the focus along; at an end it is the other one's.
  useEffect(() => {
    if (!last) return;
    const buttons = list.current?.querySelector(`[data-account="${last.id}"]`)?.querySelectorAll("button");
    const [up, down] = buttons ?? [];
    const [same, other] = last.by < 0 ? [up, down] : [down, up];
    (same?.disabled ? other : same)?.focus();
  }, [order, last]);

  function move(place: number, by: 1 | -1, id: number) {
    setOrder(moved(order, place, by));
    setLast({ id, by });
  }

  async function save(ids: number[]) {
    if (!(await submit.run({}, async () => { await bindings.order(member.id, ids); }))) return;
    onClose();
    onSaved();
  }

  const at = order.findIndex((account) => account.channel_id === last?.id);
  const name = order[at]?.name ?? "";
  const ids = order.map((account) => account.channel_id);
  return (
    <FormDialog
      title={t.orderTitle(isolated(member.username))} submitLabel={common.save} submit={submit} isChanged={last !== null}
      onSubmit={() => void save(ids)} onClose={onClose}
    >
      <p className="soft">{t.orderHint}</p>
      <ol className="plain-list" ref={list}>
        {order.map((account, place) => (
          <li key={account.channel_id} data-account={account.channel_id}>
            <span className="grow"><bdi>{account.name}</bdi></span>
            <span className="soft">{t[account.mode]}</span>
            <IconButton
              icon={ArrowUpIcon} iconSize={18} label={t.moveUp(account.name)} disabled={place === 0}
              onClick={() => move(place, -1, account.channel_id)}
            />
            <IconButton
              icon={ArrowDownIcon} iconSize={18} label={t.moveDown(account.name)} disabled={place === order.length - 1}
              onClick={() => move(place, 1, account.channel_id)}
            />
          </li>
        ))}
      </ol>
      <p className="visually-hidden" aria-live="polite">{at >= 0 && t.movedTo(name, at + 1, order.length)}</p>
      {hasOwn && <div className="row"><Button size="small" busy={submit.isBusy} onClick={() => void save([])}>{t.usualOrder}</Button></div>}
    </FormDialog>
  );
}
