import { useState } from "react";
import { isPasswordLength, longest } from "../../shared/lengths";
import { useCommon } from "../../shared/locales/common";
import { Select, TextField } from "../../shared/ui/Field";
import { isolated } from "../../shared/ui/Sentence";
import { members } from "./api";
import { PackageField, usePackageChoices } from "../packages/PackageField";
import { loadGroups, standardGroup } from "../settings/api";
import type { Member, MemberFields } from "./types";
import { errorText } from "../text";
import { type MemberText, useMemberText } from "./text";
import { FormDialog } from "../ui/FormDialog";
import { tooLong } from "../ui/tooLong";
import { useLoad } from "../../shared/useLoad";
import { useSubmit } from "../useSubmit";

/** Creates a member, or edits one. */
export function MemberForm({ member, onSaved, onClose }: {
  member: Member | null;
  onSaved: (id: number, username: string) => void;
  onClose: () => void;
}) {
  const t = useMemberText();
  const common = useCommon();
  const submit = useSubmit(["username", "display_name", "password", "package_id", "group", "remark"]);
  const [draft, setDraft] = useState<Draft>(() => draftOf(member));
  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));

  async function save() {
    const fields = fieldsOf(draft);
    let id = member?.id ?? 0;
    const isSaved = await submit.run(problemsOf(draft, t), async () => {
      if (member) await members.update(member.id, fields);
      else ({ id } = await members.create(fields));
    });
    if (!isSaved) return;
    onClose();
    onSaved(id, fields.username);
  }

  return (
    <FormDialog
      title={member ? t.members.editTitle(isolated(member.username)) : t.members.createTitle}
      submitLabel={member ? common.save : t.common.create}
      submit={submit}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <SignInFields member={member} draft={draft} errors={submit.fields} onChange={change} />
      <LimitFields member={member} draft={draft} errors={submit.fields} onChange={change} />
      <TextField
        label={t.common.optional(t.common.remark)}
        hint={t.common.remarkHint}
        name="remark"
        error={submit.fields["remark"]}
        value={draft.remark}
        onChange={(event) => change({ remark: event.target.value })}
      />
    </FormDialog>
  );
}

/** What is typed, before it is fit to be sent. */
interface Draft {
  username: string;
  displayName: string;
  password: string;
  packageId: number | null;
  group: string;
  remark: string;
}

function draftOf(member: Member | null): Draft {
  return {
    username: member?.username ?? "",
    displayName: member?.display_name ?? "",
    password: "",
    packageId: member?.package_id ?? null,
    group: member?.group ?? standardGroup,
    remark: member?.remark ?? "",
  };
}

/** What is wrong with it, by field. */
function problemsOf(draft: Draft, t: MemberText): Record<string, string | null> {
  return {
    username: draft.username.trim() ? tooLong(draft.username, longest.username, t) : t.common.required,
    display_name: tooLong(draft.displayName, longest.displayName, t),
    password: draft.password && !isPasswordLength(draft.password) ? t.members.passwordLength : null,
    remark: tooLong(draft.remark, longest.remark, t),
  };
}

function fieldsOf(draft: Draft): MemberFields {
  const fields: MemberFields = {
    username: draft.username.trim(),
    display_name: draft.displayName.trim(),
    package_id: draft.packageId,
    group: draft.group,
    remark: draft.remark.trim(),
  };
  if (draft.password) fields.password = draft.password;
  return fields;
}

interface FieldsProps {
  member: Member | null;
  draft: Draft;
  errors: Record<string, string>;
  onChange: (part: Partial<Draft>) => void;
}

/** The names of the member, and the password where they have one. */
function SignInFields({ member, draft, errors, onChange }: FieldsProps) {
  const t = useMemberText();
  return (
    <>
      <TextField
        label={t.members.username}
        hint={t.members.usernameHint}
        name="username"
        error={errors["username"]}
        value={draft.username}
        onChange={(event) => onChange({ username: event.target.value })}
        autoCapitalize="none"
        spellCheck={false}
        required
        data-autofocus
      />
      <TextField
        label={t.common.optional(t.members.displayName)}
        name="display_name"
        error={errors["display_name"]}
        value={draft.displayName}
        onChange={(event) => onChange({ displayName: event.target.value })}
      />
      <TextField
        label={t.common.optional(t.members.password)}
        hint={member ? t.members.passwordHintEdit : t.members.passwordHintNew}
        name="password"
        error={errors["password"]}
        type="password"
        autoComplete="new-password"
        value={draft.password}
        onChange={(event) => onChange({ password: event.target.value })}
      />
    </>
  );
}

/** Which limits apply: those of the member's own package, and of their group's. */
function LimitFields({ member, draft, errors, onChange }: FieldsProps) {
  const t = useMemberText().members;
  const choices = usePackageChoices();
  return (
    <div className="form-pair">
      <PackageField
        label={t.package}
        hint={t.packageHint}
        none={t.noPackage}
        choices={choices}
        value={draft.packageId}
        known={member?.package_name}
        error={errors["package_id"]}
        onChange={(packageId) => onChange({ packageId })}
      />
      <GroupField value={draft.group} error={errors["group"]} onChange={(group) => onChange({ group })} />
    </div>
  );
}

function GroupField({ value, error, onChange }: { value: string; error: string | undefined; onChange: (value: string) => void }) {
  const t = useMemberText().members;
  const groups = useLoad("groups", loadGroups);
  // Keeps the present group choosable while the others load, or when they cannot be loaded.
  const names = groups.value ?? [];
  const all = names.includes(value) ? names : [value, ...names];
  return (
    <Select
      label={t.group}
      hint={t.groupHint}
      name="group"
      error={error ?? (groups.error ? errorText(groups.error) : null)}
      value={value}
      options={all.map((name) => ({ value: name, label: name }))}
      onChange={onChange}
    />
  );
}
