import { useState } from "react";
import { type Expiry, expiryAt, expiryOf, isPast } from "../../shared/expiry/expiry";
import { ExpiryFields } from "../../shared/expiry/ExpiryFields";
import { members } from "./api";
import type { Member, NewLink } from "./types";
import { useMemberText } from "./text";
import { useCommon } from "../../shared/locales/common";
import { Banner } from "../../shared/ui/Banner";
import { FormDialog } from "../ui/FormDialog";
import { useSubmit } from "../useSubmit";

const lifetimes = [1, 7, 30, 90];

/** Asks how long a new link shall live; says what becomes of the present one. */
export function LinkForm({ member, onCreated, onClose }: { member: Member; onCreated: (made: NewLink) => void; onClose: () => void }) {
  const text = useMemberText();
  const t = text.link;
  const expiryWords = useCommon().expiry;
  const submit = useSubmit(["expires_at"]);
  const [expiry, setExpiry] = useState<Expiry>(() => expiryAt(null));

  async function create() {
    const now = Math.floor(Date.now() / 1000);
    const expiresAt = expiryOf(expiry, now);
    const problem = isPast(expiresAt, now) ? expiryWords.past : null;
    let made: NewLink | null = null;
    await submit.run({ expires_at: problem }, async () => {
      made = await members.createLink(member.id, expiresAt);
    });
    if (!made) return;
    onClose();
    onCreated(made);
  }

  return (
    <FormDialog
      title={member.link ? t.rotateTitle : t.create}
      submitLabel={member.link ? t.rotate : t.create}
      submit={submit}
      onSubmit={() => void create()}
      onClose={onClose}
    >
      {member.link ? <Banner tone="warn">{t.rotateText}</Banner> : <p>{t.explain}</p>}
      <ExpiryFields
        value={expiry} lifetimes={lifetimes} name="expires_at" error={submit.fields["expires_at"]} isFirst
        onChange={(part) => setExpiry((old) => ({ ...old, ...part }))}
      />
    </FormDialog>
  );
}
