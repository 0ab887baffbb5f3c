import { useState } from "react";
import { isPasswordLength, longest } from "../../shared/lengths";
import { useCommon } from "../../shared/locales/common";
import { Select, TextField } from "../../shared/ui/Field";
import { isolated } from "../../shared/ui/Sentence";
import { members } from "./api";
import { packages } from "../packages/api";
import type { Member, MemberFields } from "./types";
import { errorText } from "../text";
import { useMemberText } from "./text";
import { FormDialog } from "../ui/FormDialog";
import { tooLong } from "../ui/tooLong";
import { useLoad } from "../../shared/useLoad";
import { useSubmit } from "../useSubmit";

const noPackage = "none";

/** Creates a member, or edits one. */
export function MemberForm({ member, onSaved, onClose }: {
  member: Member | null;
  onSaved: (id: number, username: string) => void;
  onClose: () => void;
}) {
  const t = useMemberText();
  const common = useCommon();
  const submit = useSubmit(["username", "display_name", "password", "package_id", "remark"]);
  const choices = useLoad("packages", packages.all);
  const [username, setUsername] = useState(member?.username ?? "");
  const [displayName, setDisplayName] = useState(member?.display_name ?? "");
  const [password, setPassword] = useState("");
  const [packageId, setPackageId] = useState(member?.package_id ? String(member.package_id) : noPackage);
  const [remark, setRemark] = useState(member?.remark ?? "");

  async function save() {
    const problems = {
      username: username.trim() ? tooLong(username, longest.username, t) : t.common.required,
      display_name: tooLong(displayName, longest.displayName, t),
      password: password && !isPasswordLength(password) ? t.members.passwordLength : null,
      remark: tooLong(remark, longest.remark, t),
    };
    const fields: MemberFields = {
      username: username.trim(),
      display_name: displayName.trim(),
      package_id: packageId === noPackage ? null : Number(packageId),
      remark: remark.trim(),
    };
    if (password) fields.password = password;
    let id = member?.id ?? 0;
    const isSaved = await submit.run(problems, async () => {
      if (member) await members.update(member.id, fields);
      else ({ id } = await members.create(fields));
    });
    if (!isSaved) return;
    onClose();
    onSaved(id, fields.username);
  }

  const options = [{ value: noPackage, label: t.members.noPackage }].concat(
    (choices.value?.items ?? []).map((item) => ({ value: String(item.id), label: item.name })),
  );
  // Keeps a present package choosable while the others load, or when they cannot be loaded.
  if (member?.package_id && !options.some((option) => option.value === String(member.package_id))) {
    options.push({ value: String(member.package_id), label: member.package_name || `#${member.package_id}` });
  }
  return (
    <FormDialog
      title={member ? t.members.editTitle(isolated(member.username)) : t.members.createTitle}
      submitLabel={member ? common.save : t.common.create}
      submit={submit}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextField
        label={t.members.username}
        hint={t.members.usernameHint}
        name="username"
        error={submit.fields["username"]}
        value={username}
        onChange={(event) => setUsername(event.target.value)}
        autoCapitalize="none"
        spellCheck={false}
        required
        data-autofocus
      />
      <TextField
        label={t.common.optional(t.members.displayName)}
        name="display_name"
        error={submit.fields["display_name"]}
        value={displayName}
        onChange={(event) => setDisplayName(event.target.value)}
      />
      <TextField
        label={t.common.optional(t.members.password)}
        hint={member ? t.members.passwordHintEdit : t.members.passwordHintNew}
        name="password"
        error={submit.fields["password"]}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Select
        label={t.members.package}
        name="package_id"
        error={submit.fields["package_id"] ?? (choices.error ? errorText(choices.error) : null)}
        value={packageId}
        options={options}
        onChange={setPackageId}
      />
      <TextField
        label={t.common.optional(t.common.remark)}
        hint={t.common.remarkHint}
        name="remark"
        error={submit.fields["remark"]}
        value={remark}
        onChange={(event) => setRemark(event.target.value)}
      />
    </FormDialog>
  );
}
