import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { isolated } from "../../shared/ui/Sentence";
import { type Conversations, members } from "./api";
import type { Member } from "./types";
import { useMemberText } from "./text";
import { Confirm } from "../ui/Confirm";
import { Radios } from "../../shared/ui/Radios";

/** Deleting asks what becomes of the conversations, and for the name. */
export function DeleteMember({ member, onDone, onClose }: { member: Member; onDone: () => void; onClose: () => void }) {
  const t = useMemberText().members;
  const common = useCommon();
  const [conversations, setConversations] = useState<Conversations>("keep");
  return (
    <Confirm
      title={t.deleteTitle(isolated(member.username))}
      confirmLabel={common.delete}
      danger
      typed={member.username}
      act={() => members.delete(member.id, conversations)}
      onDone={onDone}
      onClose={onClose}
    >
      <p>{t.deleteText}</p>
      <Radios
        legend={t.deleteConversations}
        value={conversations}
        choices={[
          { value: "keep", label: t.keep, hint: t.keepHint },
          { value: "purge", label: t.purge, hint: t.purgeHint },
        ]}
        onChange={setConversations}
      />
    </Confirm>
  );
}
