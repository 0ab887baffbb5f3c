import { useState } from "react";
import { TextField } from "../../shared/ui/Field";
import { bindings } from "./api";
import type { Mode } from "./types";
import { useBindingText } from "./text";
import { FormDialog } from "../ui/FormDialog";
import { Picker, type Picked } from "../ui/Picker";
import { Radios } from "../../shared/ui/Radios";
import { useSubmit } from "../useSubmit";
import { findAccounts, findMembers } from "./pick";
import { wholeNumber } from "../ui/wholeNumber";

/** Binds a member to an account; either may be given from outside. */
export function BindingForm({ member: given, account: givenAccount, onSaved, onClose }: {
  member?: Picked | null;
  account?: Picked | null;
  onSaved: (member: string, account: string) => void;
  onClose: () => void;
}) {
  const text = useBindingText();
  const t = text.bindings;
  const submit = useSubmit(["user_id", "channel_id", "mode", "priority"]);
  const [member, setMember] = useState<Picked | null>(given ?? null);
  const [account, setAccount] = useState<Picked | null>(givenAccount ?? null);
  const [mode, setMode] = useState<Mode>("shared");
  const [priority, setPriority] = useState("0");

  async function save() {
    const rank = wholeNumber(priority);
    const problems = {
      user_id: member ? null : text.common.required,
      channel_id: account ? null : text.common.required,
      priority: rank === null ? text.common.wholeNumber : null,
    };
    const isSaved = await submit.run(problems, async () => {
      if (member && account) await bindings.create({ user_id: member.id, channel_id: account.id, mode, priority: rank ?? 0 });
    });
    if (!isSaved || !member || !account) return;
    onClose();
    onSaved(member.label, account.label);
  }

  return (
    <FormDialog title={t.createTitle} submitLabel={text.common.add} submit={submit} onSubmit={() => void save()} onClose={onClose}>
      {given ? (
        <p className="fixed-choice"><span>{t.member}</span> <strong><bdi>{given.label}</bdi></strong></p>
      ) : (
        <MemberField value={member} error={submit.fields["user_id"]} onChange={(picked) => { setMember(picked); submit.forget("user_id"); }} />
      )}
      <AccountField
        value={account} error={submit.fields["channel_id"]} isFirst={Boolean(given)}
        onChange={(picked) => { setAccount(picked); submit.forget("channel_id"); }}
      />
      <ModeField value={mode} onChange={setMode} />
      <TextField
        label={text.common.priority}
        hint={text.common.priorityHint}
        name="priority"
        error={submit.fields["priority"]}
        inputMode="numeric"
        value={priority}
        onChange={(event) => setPriority(event.target.value)}
      />
    </FormDialog>
  );
}

interface PickedFieldProps {
  value: Picked | null;
  error: string | undefined;
  onChange: (value: Picked | null) => void;
}

function MemberField(field: PickedFieldProps) {
  const t = useBindingText().bindings;
  return <Picker label={t.member} placeholder={t.findMember} search={findMembers} clearLabel={t.clear} isFirst {...field} />;
}

function AccountField({ isFirst, ...field }: PickedFieldProps & { isFirst: boolean }) {
  const t = useBindingText().bindings;
  return <Picker label={t.account} placeholder={t.findAccount} search={findAccounts} clearLabel={t.clear} isFirst={isFirst} {...field} />;
}

function ModeField({ value, onChange }: { value: Mode; onChange: (mode: Mode) => void }) {
  const t = useBindingText().bindings;
  return (
    <Radios
      legend={t.mode}
      value={value}
      choices={[
        { value: "shared", label: t.shared, hint: t.sharedHint },
        { value: "dedicated", label: t.dedicated, hint: t.dedicatedHint },
      ]}
      onChange={onChange}
    />
  );
}
