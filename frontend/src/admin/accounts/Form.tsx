import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { TextField } from "../../shared/ui/Field";
import { accounts } from "./api";
import { type Account, AccountType, hasLogin } from "./types";
import { useAccountText } from "./text";
import { Banner } from "../../shared/ui/Banner";
import { FormDialog } from "../ui/FormDialog";
import { useSubmit } from "../useSubmit";
import { ContextFields } from "./ContextFields";
import { isolated } from "../../shared/ui/Sentence";
import { asFields, type Draft, draftOf, problemsOf } from "./draft";
import { FormTest } from "./FormTest";
import { PackageField, usePackageChoices } from "../packages/PackageField";
import { HealthNotice } from "../health/HealthNotice";
import { Learned } from "./Learned";
import { LoginField } from "./Login";
import { ModelsField } from "./ModelsField";
import { OptionFields } from "./OptionFields";
import { optionFields, type OptionsDraft } from "./options";
import { usualURL, useProviders } from "./providers";
import { useCheck } from "./useCheck";
import { AddressField, KeyField, TypeField } from "./WayFields";

const fieldNames = ["name", "type", "base_url", "key", "models", "contexts", "priority", "weight", "package_id", "proxy", "remark", "tag", "multi_key_mode", ...optionFields];

/** Creates an account, or edits one; a stored key is never shown. */
export function AccountForm({ account, onSaved, onChanged, onClose }: {
  account: Account | null;
  onSaved: (name: string) => void;
  /** It changed by something else than saving, while the form goes on. */
  onChanged?: () => void;
  onClose: () => void;
}) {
  const text = useAccountText();
  const t = text.accounts;
  const common = useCommon();
  const form = useForm(account);
  const { draft, change, submit } = form;

  async function save() {
    const isSaved = await submit.run(problemsOf(draft, text, form.usualURL), async () => {
      const fields = asFields(draft);
      await (account ? accounts.update(account.id, fields) : accounts.create(fields));
    });
    if (!isSaved) return;
    onClose();
    onSaved(draft.name.trim());
  }

  return (
    <FormDialog
      wide
      title={account ? t.editTitle(isolated(account.name)) : t.createTitle}
      submitLabel={account ? common.save : text.common.create}
      submit={submit}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Banner tone="info" title={text.notice.title}>
        {text.notice.text}
        {draft.type === AccountType.chatGPTWeb && ` ${text.notice.web}`}
      </Banner>
      {account && <HealthNotice account={account} onChanged={() => onChanged?.()} />}
      {account && <Learned account={account} onForgotten={() => onChanged?.()} />}
      <WayPart form={form} account={account} />
      <ModelsField draft={draft} usualURL={form.usualURL} account={account} submit={submit} onChange={(models) => change({ models })} />
      <UsePart form={form} />
      {!form.isDemo && <SeldomPart form={form} />}
      <TextField
        label={text.common.optional(text.bulk.tag)} hint={text.bulk.tagHint}
        name="tag" error={submit.fields["tag"]} value={draft.tag}
        onChange={(event) => change({ tag: event.target.value })}
      />
      <TextField
        label={text.common.optional(text.common.remark)} hint={text.common.remarkHint}
        name="remark" error={submit.fields["remark"]} value={draft.remark}
        onChange={(event) => change({ remark: event.target.value })}
      />
      <FormTest draft={draft} usualURL={form.usualURL} account={account} submit={submit} />
    </FormDialog>
  );
}

type Form = ReturnType<typeof useForm>;

/** What is typed, and what the server says of it before it is saved. */
function useForm(account: Account | null) {
  const submit = useSubmit(fieldNames);
  const [draft, setDraft] = useState<Draft>(() => draftOf(account));
  const providers = useProviders();
  const usual = usualURL(providers, draft.type);
  const { problems, address } = useCheck(draft, usual, account);
  return {
    draft,
    submit,
    address,
    providers,
    usualURL: usual,
    /** Another kind has another address: that of the former one is not kept. */
    changeType: (type: number) =>
      setDraft((old) => ({ ...old, type, baseURL: old.baseURL === usualURL(providers, old.type) ? "" : old.baseURL })),
    isDemo: draft.type === AccountType.demo,
    change: (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part })),
    changeOptions: (part: Partial<OptionsDraft>) => setDraft((old) => ({ ...old, options: { ...old.options, ...part } })),
    /** Said before saving, which it does not forbid. */
    warning: (field: string) => problems[field] && <span className="warn-text" role="status">{problems[field]}</span>,
  };
}

/** Its name and kind, and how its upstream is reached. */
function WayPart({ form, account }: { form: Form; account: Account | null }) {
  const t = useAccountText().common;
  const { draft, submit, change, warning } = form;
  const Key = hasLogin(draft.type) ? LoginField : KeyField;
  return (
    <>
      <div className="form-pair">
        <TextField
          label={t.name} hint={warning("name")} name="name" error={submit.fields["name"]} value={draft.name} required data-autofocus
          onChange={(event) => change({ name: event.target.value })}
        />
        <TypeField type={draft.type} providers={form.providers} error={submit.fields["type"]} onChange={form.changeType} />
      </div>
      {!form.isDemo && (
        <>
          <AddressField
            typed={draft.baseURL} usualURL={form.usualURL} error={submit.fields["base_url"]} warning={warning("base_url")}
            address={form.address} onChange={change}
          />
          <Key
            account={account} draft={draft} usualURL={form.usualURL} error={submit.fields["key"]}
            onChange={(key) => change({ key })} onOrder={(keyOrder) => change({ keyOrder })}
          />
        </>
      )}
    </>
  );
}

/** When it is asked, and how much. */
function UsePart({ form }: { form: Form }) {
  const text = useAccountText();
  const choices = usePackageChoices();
  const { draft, submit, change } = form;
  return (
    <div className="form-pair">
      <TextField
        label={text.common.priority} hint={text.common.priorityHint}
        name="priority" error={submit.fields["priority"]} inputMode="numeric"
        value={draft.priority} onChange={(event) => change({ priority: event.target.value })}
      />
      <TextField
        label={text.accounts.weight} hint={text.accounts.weightHint}
        name="weight" error={submit.fields["weight"]} inputMode="numeric"
        value={draft.weight} onChange={(event) => change({ weight: event.target.value })}
      />
      <PackageField
        label={text.accounts.package} hint={text.accounts.packageHint} none={text.accounts.noPackage}
        choices={choices} value={draft.packageId} error={submit.fields["package_id"]} onChange={(packageId) => change({ packageId })}
      />
    </div>
  );
}

/** What most upstreams need not be told. */
function SeldomPart({ form }: { form: Form }) {
  const text = useAccountText();
  const { draft, submit, change, warning } = form;
  return (
    <>
      <TextField
        label={text.common.optional(text.accounts.proxy)} hint={warning("proxy") || text.accounts.proxyHint}
        name="proxy" error={submit.fields["proxy"]} value={draft.proxy}
        inputMode="url" autoCapitalize="none" spellCheck={false} onChange={(event) => change({ proxy: event.target.value })}
      />
      <ContextFields
        models={draft.models} contexts={draft.contexts} error={submit.fields["contexts"]}
        onChange={(contexts) => { change({ contexts }); submit.forget("contexts"); }}
      />
      <OptionFields draft={draft.options} isAzure={draft.type === AccountType.azure} errors={submit.fields} warning={warning} onChange={form.changeOptions} />
    </>
  );
}
