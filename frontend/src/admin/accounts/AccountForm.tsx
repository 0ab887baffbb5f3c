import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Select, TextField } from "../../shared/ui/Field";
import { accounts } from "../data/accounts";
import { type Account, AccountType } from "../data/types";
import { useText } from "../text";
import { Banner } from "../ui/Banner";
import { FormDialog } from "../ui/FormDialog";
import { useSubmit } from "../useSubmit";
import { ContextFields } from "./ContextFields";
import { isolated } from "../../shared/ui/Sentence";
import { asFields, type Draft, draftOf, movesKey, problemsOf } from "./draft";
import { FormTest } from "./FormTest";
import { Learned } from "./Learned";
import { ModelsField } from "./ModelsField";
import { OptionFields } from "./OptionFields";
import { optionFields } from "./options";
import { useCheck } from "./useCheck";

const fieldNames = ["name", "type", "base_url", "key", "models", "contexts", "priority", "proxy", "remark", ...optionFields];

/** Creates an account, or edits one; a stored key is never shown. */
export function AccountForm({ account, onSaved, onForgotten, onClose }: {
  account: Account | null;
  onSaved: (name: string) => void;
  /** What was learned about its upstream is gone, while the form goes on. */
  onForgotten?: () => void;
  onClose: () => void;
}) {
  const text = useText();
  const t = text.accounts;
  const common = useCommon();
  const submit = useSubmit(fieldNames);
  const [draft, setDraft] = useState<Draft>(() => draftOf(account));
  const set = <Name extends keyof Draft>(name: Name, value: Draft[Name]) => setDraft((old) => ({ ...old, [name]: value }));
  const isDemo = draft.type === AccountType.demo;
  const { problems, address } = useCheck(draft, account);
  /** Said before saving, which it does not forbid. */
  const warning = (field: string) => problems[field] && <span className="warn-text" role="status">{problems[field]}</span>;

  async function save() {
    const isSaved = await submit.run(problemsOf(draft, text), async () => {
      const fields = asFields(draft);
      await (account ? accounts.update(account.id, fields) : accounts.create(fields));
    });
    if (!isSaved) return;
    onClose();
    onSaved(draft.name.trim());
  }

  const types = [
    { value: String(AccountType.openAI), label: t.typeOpenAI },
    { value: String(AccountType.demo), label: t.typeDemo },
  ];
  if (!types.some((type) => type.value === String(draft.type))) types.push({ value: String(draft.type), label: t.typeOther(draft.type) });

  return (
    <FormDialog
      wide
      title={account ? t.editTitle(isolated(account.name)) : t.createTitle}
      submitLabel={account ? common.save : text.common.create}
      submit={submit}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Banner tone="info" title={text.notice.title}>{text.notice.text}</Banner>
      {account && <Learned account={account} onForgotten={() => onForgotten?.()} />}
      <div className="form-pair">
        <TextField
          label={text.common.name} hint={warning("name")} name="name" error={submit.fields["name"]} value={draft.name} required data-autofocus
          onChange={(event) => set("name", event.target.value)}
        />
        <Select
          label={t.type} hint={isDemo ? t.typeDemoHint : undefined}
          name="type" error={submit.fields["type"]} value={String(draft.type)} options={types}
          onChange={(type) => set("type", Number(type))}
        />
      </div>
      {!isDemo && (
        <>
          <TextField
            label={t.baseURL} hint={warning("base_url") || (address ? text.upstream.address(address) : t.baseURLHint)}
            name="base_url" error={submit.fields["base_url"]} value={draft.baseURL} required
            inputMode="url" autoCapitalize="none" spellCheck={false} onChange={(event) => set("baseURL", event.target.value)}
          />
          <KeyField account={account} draft={draft} error={submit.fields["key"]} onChange={(key) => set("key", key)} />
        </>
      )}
      <ModelsField draft={draft} account={account} submit={submit} onChange={(models) => set("models", models)} />
      <TextField
        label={text.common.priority} hint={text.common.priorityHint}
        name="priority" error={submit.fields["priority"]} inputMode="numeric"
        value={draft.priority} onChange={(event) => set("priority", event.target.value)}
      />
      {!isDemo && (
        <>
          <TextField
            label={text.common.optional(t.proxy)} hint={warning("proxy") || t.proxyHint} name="proxy" error={submit.fields["proxy"]} value={draft.proxy}
            inputMode="url" autoCapitalize="none" spellCheck={false} onChange={(event) => set("proxy", event.target.value)}
          />
          <ContextFields
            models={draft.models} contexts={draft.contexts} error={submit.fields["contexts"]}
            onChange={(contexts) => { set("contexts", contexts); submit.forget("contexts"); }}
          />
          <OptionFields
            draft={draft.options} errors={submit.fields} warning={warning}
            onChange={(change) => setDraft((old) => ({ ...old, options: { ...old.options, ...change } }))}
          />
        </>
      )}
      <TextField
        label={text.common.optional(text.common.remark)} hint={text.common.remarkHint}
        name="remark" error={submit.fields["remark"]} value={draft.remark}
        onChange={(event) => set("remark", event.target.value)}
      />
      <FormTest draft={draft} account={account} submit={submit} />
    </FormDialog>
  );
}

function KeyField({ account, draft, error, onChange }: {
  account: Account | null;
  draft: Draft;
  error: string | undefined;
  onChange: (key: string) => void;
}) {
  const t = useText().accounts;
  const isMoved = movesKey(draft, account);
  const hint = !account ? t.keyHintNew : account.has_key ? t.keyHintEdit : t.keyMissing;
  return (
    <TextField
      label={t.key} name="key" error={error} value={draft.key} type="password" autoComplete="new-password" spellCheck={false}
      hint={isMoved ? <span className="warn-text">{t.keyMoved}</span> : hint}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
