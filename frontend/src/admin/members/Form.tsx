import { useState } from "react";
import { isPasswordLength, longest } from "../../shared/lengths";
import { useCommon } from "../../shared/locales/common";
import { Select, TextField } from "../../shared/ui/Field";
import { isolated } from "../../shared/ui/Sentence";
import { members } from "./api";
import { packages } from "../packages/api";
import type { Member, MemberFields } from "./types";
import { errorText } from "../text";
import { type MemberText, useMemberText } from "./text";
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
      <PackageField member={member} value={draft.packageId} error={submit.fields["package_id"]} onChange={(packageId) => change({ packageId })} />
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
  packageId: string;
  remark: string;
}

function draftOf(member: Member | null): Draft {
  return {
    username: member?.username ?? "",
    displayName: member?.display_name ?? "",
    password: "",
    packageId: member?.package_id ? String(member.package_id) : noPackage,
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
    package_id: draft.packageId === noPackage ? null : Number(draft.packageId),
    remark: draft.remark.trim(),
  };
  if (draft.password) fields.password = draft.password;
  return fields;
}

/** The names of the member, and the password where they have one. */
function SignInFields({ member, draft, errors, onChange }: {
  member: Member | null;
  draft: Draft;
  errors: Record<string, string>;
  onChange: (part: Partial<Draft>) => void;
}) {
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

function PackageField({ member, value, error, onChange }: {
  member: Member | null;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const t = useMemberText().members;
  const choices = useLoad("packages", packages.all);
  const options = [{ value: noPackage, label: t.noPackage }].concat(
    (choices.value?.items ?? []).map((item) => ({ value: String(item.id), label: item.name })),
  );
  // Keeps a present package choosable while the others load, or when they cannot be loaded.
  if (member?.package_id && !options.some((option) => option.value === String(member.package_id))) {
    options.push({ value: String(member.package_id), label: member.package_name || `#${member.package_id}` });
  }
  return (
    <Select
      label={t.package}
      name="package_id"
      error={error ?? (choices.error ? errorText(choices.error) : null)}
      value={value}
      options={options}
      onChange={onChange}
    />
  );
}
