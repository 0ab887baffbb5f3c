import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { IconButton } from "../../shared/ui/Button";
import { MoreIcon } from "../../shared/ui/icons";
import { Menu, type MenuEntry } from "../../shared/ui/Menu";
import { isolated } from "../../shared/ui/Sentence";
import { type MemberAction, members } from "./api";
import { type Member, MemberStatus } from "./types";
import { Role } from "../../shared/roles";
import { changeQuery } from "../router";
import { mayChange, useSelf } from "../self";
import { useMemberText } from "./text";
import { Confirm } from "../ui/Confirm";
import { useAct, useSay } from "../ui/notices";
import { DeleteMember } from "./DeleteMember";
import { MemberForm } from "./Form";

type Asked = "edit" | "delete" | "disable" | "promote" | "demote" | null;

/** Everything that can be done to a member, behind one button. */
export function MemberMenu({ member, isInList = false, onChanged, onDeleted }: {
  member: Member;
  isInList?: boolean;
  onChanged: () => void;
  onDeleted: () => void;
}) {
  const t = useMemberText();
  const common = useCommon();
  const say = useSay();
  const { act } = useAct();
  const self = useSelf();
  const [asked, setAsked] = useState<Asked>(null);
  const name = member.username;

  async function enable() {
    if (await act("enable", () => members.manage(member.id, "enable"), t.members.enabledToast(isolated(name)))) onChanged();
  }

  const entries: MenuEntry[] = [];
  if (isInList) entries.push({ label: t.members.manage(name), onSelect: () => changeQuery({ open: member.id }) });
  const isOpenToMe = mayChange(self, member);
  entries.push({ label: common.edit, disabled: !isOpenToMe, onSelect: () => setAsked("edit") });
  // Nobody locks himself out by a slip; another administrator can.
  if (isOpenToMe && member.id !== self?.id) {
    entries.push(
      member.status === MemberStatus.enabled
        ? { label: t.common.disable, onSelect: () => setAsked("disable") }
        : { label: t.common.enable, onSelect: () => void enable() },
    );
    const isOwner = (self?.role ?? 0) >= Role.root;
    if (isOwner && member.role < Role.admin) entries.push({ label: t.members.promote, onSelect: () => setAsked("promote") });
    else if (isOwner && member.role < Role.root) entries.push({ label: t.members.demote, onSelect: () => setAsked("demote") });
    entries.push("separator", { label: common.delete, danger: true, onSelect: () => setAsked("delete") });
  }

  const questions = {
    disable: { title: t.members.disableTitle, text: t.members.disableText, label: t.common.disable, done: t.members.disabledToast },
    promote: { title: t.members.promoteTitle, text: t.members.promoteText, label: t.members.promote, done: t.members.promotedToast },
    demote: { title: t.members.demoteTitle, text: t.members.demoteText, label: t.members.demote, done: t.members.demotedToast },
  };

  function question(action: Extract<MemberAction, keyof typeof questions>) {
    const { title, text, label, done } = questions[action];
    return (
      <Confirm
        title={title(isolated(name))}
        confirmLabel={label}
        danger={action === "disable"}
        act={() => members.manage(member.id, action)}
        onDone={() => { say(done(isolated(name)), "success"); onChanged(); }}
        onClose={() => setAsked(null)}
      >
        <p>{text}</p>
      </Confirm>
    );
  }

  return (
    <>
      <Menu
        label={t.common.moreActions(name)}
        align="end"
        entries={entries}
        trigger={(props) => <IconButton icon={MoreIcon} label={t.common.moreActions(name)} {...props} />}
      />
      {asked === "edit" && (
        <MemberForm member={member} onClose={() => setAsked(null)} onSaved={() => { say(t.common.savedToast, "success"); onChanged(); }} />
      )}
      {asked === "delete" && (
        <DeleteMember
          member={member}
          onClose={() => setAsked(null)}
          onDone={() => { say(t.members.deletedToast(isolated(name)), "success"); onDeleted(); }}
        />
      )}
      {(asked === "disable" || asked === "promote" || asked === "demote") && question(asked)}
    </>
  );
}
