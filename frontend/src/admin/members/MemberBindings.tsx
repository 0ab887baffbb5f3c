import { useState } from "react";
import { Button, IconButton } from "../../shared/ui/Button";
import { PlusIcon, TrashIcon } from "../../shared/ui/icons";
import { isolated } from "../../shared/ui/Sentence";
import { BindingForm } from "../bindings/Form";
import { RemoveBinding } from "../bindings/RemoveBinding";
import { AccountOrder } from "./AccountOrder";
import { inOrder } from "./inOrder";
import type { Member, MemberAccount } from "./types";
import { useBindingText } from "../bindings/text";
import { useMemberText } from "./text";
import { Chip } from "../../shared/ui/Chip";
import { useSay } from "../ui/notices";

/** The accounts a member may use. */
export function MemberBindings({ member, onChanged }: { member: Member; onChanged: () => void }) {
  const text = useMemberText();
  const t = useBindingText().bindings;
  const say = useSay();
  const [isAdding, setAdding] = useState(false);
  const [isOrdering, setOrdering] = useState(false);
  const [removing, setRemoving] = useState<MemberAccount | null>(null);

  return (
    <section className="drawer-section">
      <h3>{text.members.accounts}</h3>
      {member.accounts.length === 0 && <p className="soft">{t.none}</p>}
      {member.accounts.length > 0 && (
        <ul className="plain-list">
          {inOrder(member.accounts).map((account) => (
            <li key={account.binding_id}>
              <span className="grow"><bdi>{account.name}</bdi></span>
              <Chip>{t[account.mode]}</Chip>
              <span className="soft">{account.place === null ? `${text.common.priority} ${account.priority}` : t.placed(account.place + 1)}</span>
              <IconButton icon={TrashIcon} iconSize={18} label={t.removeNamed(account.name)} onClick={() => setRemoving(account)} />
            </li>
          ))}
        </ul>
      )}
      <div className="row">
        <Button size="small" icon={PlusIcon} variant={member.accounts.length === 0 ? "primary" : "secondary"} onClick={() => setAdding(true)}>
          {t.add}
        </Button>
        {member.accounts.length > 1 && <Button size="small" onClick={() => setOrdering(true)}>{t.order}</Button>}
      </div>
      {isAdding && (
        <BindingForm
          member={{ id: member.id, label: member.username }}
          onSaved={(_, account) => { say(t.createdToast(isolated(member.username), isolated(account)), "success"); onChanged(); }}
          onClose={() => setAdding(false)}
        />
      )}
      {isOrdering && (
        <AccountOrder member={member} onSaved={() => { say(t.orderSaved, "success"); onChanged(); }} onClose={() => setOrdering(false)} />
      )}
      {removing && (
        <RemoveBinding
          id={removing.binding_id}
          userId={member.id}
          username={member.username}
          accountName={removing.name}
          onDone={() => { say(t.deletedToast, "success"); onChanged(); }}
          onClose={() => setRemoving(null)}
        />
      )}
    </section>
  );
}
