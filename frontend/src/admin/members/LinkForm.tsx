import { useState } from "react";
import { Select, TextField } from "../../shared/ui/Field";
import { members } from "./api";
import type { Member, NewLink } from "./types";
import { useMemberText } from "./text";
import { Banner } from "../../shared/ui/Banner";
import { FormDialog } from "../ui/FormDialog";
import { useSubmit } from "../useSubmit";

const lifetimes = [1, 7, 30, 90];
const day = 86_400;

/** Asks how long a new link shall live; says what becomes of the present one. */
export function LinkForm({ member, onCreated, onClose }: { member: Member; onCreated: (made: NewLink) => void; onClose: () => void }) {
  const text = useMemberText();
  const t = text.link;
  const submit = useSubmit(["expires_at"]);
  const [choice, setChoice] = useState("never");
  const [date, setDate] = useState("");

  async function create() {
    const now = Math.floor(Date.now() / 1000);
    const at = choice === "date" ? Math.floor(new Date(date).getTime() / 1000) : now + Number(choice) * day;
    const expiresAt = choice === "never" ? null : at;
    const problem = expiresAt !== null && !(expiresAt > now) ? t.expiryPast : null;
    let made: NewLink | null = null;
    await submit.run({ expires_at: problem }, async () => {
      made = await members.createLink(member.id, expiresAt);
    });
    if (!made) return;
    onClose();
    onCreated(made);
  }

  const options = [
    { value: "never", label: t.expiryNever },
    ...lifetimes.map((days) => ({ value: String(days), label: t.expiryDays(days) })),
    { value: "date", label: t.expiryCustom },
  ];
  return (
    <FormDialog
      title={member.link ? t.rotateTitle : t.create}
      submitLabel={member.link ? t.rotate : t.create}
      submit={submit}
      onSubmit={() => void create()}
      onClose={onClose}
    >
      {member.link ? <Banner tone="warn">{t.rotateText}</Banner> : <p>{t.explain}</p>}
      <Select
        label={t.expiry}
        error={choice === "date" ? null : submit.fields["expires_at"]}
        value={choice}
        options={options}
        onChange={setChoice}
        data-autofocus
      />
      {choice === "date" && (
        <TextField
          label={t.expiryDate}
          name="expires_at"
          type="datetime-local"
          value={date}
          error={submit.fields["expires_at"]}
          onChange={(event) => setDate(event.target.value)}
        />
      )}
    </FormDialog>
  );
}
