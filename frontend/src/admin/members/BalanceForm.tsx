import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { unitWords } from "../../shared/money";
import { unitsIn } from "../../shared/units";
import { Select, TextField } from "../../shared/ui/Field";
import { isolated } from "../../shared/ui/Sentence";
import { members } from "./api";
import { type Member, type Payment, payments } from "./types";
import { useMemberText } from "./text";
import { FormDialog } from "../ui/FormDialog";
import { tooLong } from "../ui/tooLong";
import { useSubmit } from "../useSubmit";

const longestNote = 255;

/** Gives to a balance, takes from it, sets it, or lets it refuse nothing. */
export function BalanceForm({ member, onSaved, onClose }: { member: Member; onSaved: () => void; onClose: () => void }) {
  const text = useMemberText();
  const t = text.balance;
  const common = useCommon();
  const submit = useSubmit(["value", "note"]);
  const [mode, setMode] = useState<Payment>("add");
  const [amount, setAmount] = useState("");
  const [note, setNote] = useState("");
  const isAmount = mode !== "unlimited";
  const units = isAmount ? unitsIn(amount) : null;

  async function save() {
    const least = mode === "override" ? 0 : 1;
    const isWrong = isAmount && (units === null || units < least);
    const problems = { value: isWrong ? t.amountWrong : null, note: tooLong(note, longestNote, text) };
    if (!(await submit.run(problems, async () => { await members.pay(member.id, mode, units, note.trim()); }))) return;
    onClose();
    onSaved();
  }

  return (
    <FormDialog
      title={t.changeTitle(isolated(member.username))}
      submitLabel={common.save}
      submit={submit}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <p className="soft">{member.unlimited_balance ? t.isUnlimited : t.isLeft(unitWords(member.quota))}</p>
      <Select
        label={t.mode}
        hint={t.modeHints[mode]}
        value={mode}
        options={payments.map((value) => ({ value, label: t.modes[value] }))}
        onChange={(value) => { setMode(value); submit.forget("value"); }}
      />
      {isAmount && (
        <TextField
          label={t.amount}
          hint={t.amountHint}
          name="value"
          inputMode="decimal"
          error={submit.fields["value"]}
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
          required
          data-autofocus
        />
      )}
      <TextField
        label={text.common.optional(t.note)}
        hint={t.noteHint}
        name="note"
        error={submit.fields["note"]}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </FormDialog>
  );
}
