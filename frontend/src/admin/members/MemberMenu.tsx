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

type Asked = "edit" | "delete" | Exclude<MemberAction, "enable">;

interface MenuProps {
  member: Member;
  isInList?: boolean;
  onChanged: () => void;
  onDeleted: () => void;
}

/** Everything that can be done to a member, behind one button. */
export function MemberMenu({ member, isInList = false, onChanged, onDeleted }: MenuProps) {
  const t = useMemberText();
  const say = useSay();
  const [asked, setAsked] = useState<Asked | null>(null);
  const entries = useEntries({ member, isInList, ask: setAsked, onChanged });
  const close = () => setAsked(null);

  return (
    <>
      <Menu
        label={t.common.moreActions(member.username)}
        align="end"
        entries={entries}
        trigger={(props) => <IconButton icon={MoreIcon} label={t.common.moreActions(member.username)} {...props} />}
      />
      {asked === "edit" && (
        <MemberForm member={member} onClose={close} onSaved={() => { say(t.common.savedToast, "success"); onChanged(); }} />
      )}
      {asked === "delete" && (
        <DeleteMember
          member={member}
          onClose={close}
          onDone={() => { say(t.members.deletedToast(isolated(member.username)), "success"); onDeleted(); }}
        />
      )}
      {(asked === "disable" || asked === "promote" || asked === "demote") && (
        <Question action={asked} member={member} onChanged={onChanged} onClose={close} />
      )}
    </>
  );
}

/** What the administrator at the screen may do to a member. */
function useEntries({ member, isInList, ask, onChanged }: {
  member: Member;
  isInList: boolean;
  ask: (asked: Asked) => void;
  onChanged: () => void;
}): MenuEntry[] {
  const t = useMemberText();
  const common = useCommon();
  const { act } = useAct();
  const self = useSelf();
  const name = member.username;

  async function enable() {
    if (await act("enable", () => members.manage(member.id, "enable"), t.members.enabledToast(isolated(name)))) onChanged();
  }

  const entries: MenuEntry[] = [];
  if (isInList) entries.push({ label: t.members.manage(name), onSelect: () => changeQuery({ open: member.id }) });
  const isOpenToMe = mayChange(self, member);
  entries.push({ label: common.edit, disabled: !isOpenToMe, onSelect: () => ask("edit") });
  // Nobody locks himself out by a slip; another administrator can.
  if (isOpenToMe && member.id !== self?.id) {
    entries.push(
      member.status === MemberStatus.enabled
        ? { label: t.common.disable, onSelect: () => ask("disable") }
        : { label: t.common.enable, onSelect: () => void enable() },
    );
    const isOwner = (self?.role ?? 0) >= Role.root;
    if (isOwner && member.role < Role.admin) entries.push({ label: t.members.promote, onSelect: () => ask("promote") });
    else if (isOwner && member.role < Role.root) entries.push({ label: t.members.demote, onSelect: () => ask("demote") });
    entries.push("separator", { label: common.delete, danger: true, onSelect: () => ask("delete") });
  }
  return entries;
}

function Question({ action, member, onChanged, onClose }: {
  action: "disable" | "promote" | "demote";
  member: Member;
  onChanged: () => void;
  onClose: () => void;
}) {
  const t = useMemberText();
  const say = useSay();
  const name = isolated(member.username);
  const { title, text, label, done } = {
    disable: { title: t.members.disableTitle, text: t.members.disableText, label: t.common.disable, done: t.members.disabledToast },
    promote: { title: t.members.promoteTitle, text: t.members.promoteText, label: t.members.promote, done: t.members.promotedToast },
    demote: { title: t.members.demoteTitle, text: t.members.demoteText, label: t.members.demote, done: t.members.demotedToast },
  }[action];
  return (
    <Confirm
      title={title(name)}
      confirmLabel={label}
      danger={action === "disable"}
      act={() => members.manage(member.id, action)}
      onDone={() => { say(done(name), "success"); onChanged(); }}
      onClose={onClose}
    >
      <p>{text}</p>
    </Confirm>
  );
}
