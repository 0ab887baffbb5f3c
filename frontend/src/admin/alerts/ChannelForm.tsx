import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { AreaField, Checkbox, Select, TextField } from "../../shared/ui/Field";
import { isolated } from "../../shared/ui/Sentence";
import { FormDialog } from "../ui/FormDialog";
import { useSubmit } from "../useSubmit";
import { alerts, type Channel, type ChannelFields, type ChannelKind, channelKinds } from "./api";
import { useAlertText } from "./text";

/** Adds a channel, or changes one; what is left empty of its address and its secret stays. */
export function ChannelForm({ item, onSaved, onClose }: { item: Channel | null; onSaved: (name: string) => void; onClose: () => void }) {
  const text = useAlertText();
  const t = text.alerts;
  const common = useCommon();
  const [kind, setKind] = useState(item?.kind ?? "mail");
  const [fields, setFields] = useState({
    name: item?.name ?? "", url: "", secret: "", user: item?.user ?? "", from: item?.from ?? "", to: item?.to.join("\n") ?? "",
  });
  const [language, setLanguage] = useState<string>(item?.language ?? (document.documentElement.lang.startsWith("zh") ? "zh" : "en"));
  const [isEnabled, setEnabled] = useState(item?.enabled ?? true);
  const submit = useSubmit(["name", "kind", "url", "secret", "user", "from", "to"]);
  const line = (name: FieldName): Line => ({
    name,
    error: submit.fields[name],
    value: fields[name],
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
  });

  async function save() {
    const body: ChannelFields = { name: fields.name, kind, language, enabled: isEnabled };
    if (fields.url.trim()) body.url = fields.url.trim();
    if (fields.secret) body.secret = fields.secret;
    if (kind === "mail") Object.assign(body, { user: fields.user, from: fields.from });
    if (kind === "mail" || kind === "telegram") body.to = fields.to.split("\n").map((address) => address.trim()).filter(Boolean);
    const { kind: _, ...change } = body;
    const isSaved = await submit.run({ name: fields.name.trim() ? null : text.common.required }, async () => {
      await (item ? alerts.update(item.id, change) : alerts.create(body));
    });
    if (!isSaved) return;
    onClose();
    onSaved(fields.name);
  }

  return (
    <FormDialog
      title={item ? t.editTitle(isolated(item.name)) : t.createTitle} submitLabel={item ? common.save : text.common.create}
      submit={submit} onSubmit={() => void save()} onClose={onClose}
    >
      {!item && (
        <Select
          label={t.kind} name="kind" value={kind} options={channelKinds.map((value) => ({ value, label: t.kinds[value] ?? value }))}
          onChange={setKind} data-autofocus
        />
      )}
      <TextField label={text.common.name} {...line("name")} required />
      <TextField
        label={t.url} {...line("url")} hint={item ? t.urlKept(item.host) : t.urlHints[kind] ?? t.urlHint} autoCapitalize="none"
        spellCheck={false} inputMode="url"
      />
      <KindFields kind={kind} item={item} line={line} />
      <Select
        label={t.language} value={language} options={Object.entries(t.languages).map(([value, label]) => ({ value, label }))}
        onChange={setLanguage}
      />
      <Checkbox label={text.common.enabled} checked={isEnabled} onChange={(event) => setEnabled(event.target.checked)} />
    </FormDialog>
  );
}

type FieldName = "name" | "url" | "secret" | "user" | "from" | "to";

interface Line {
  name: FieldName;
  error: string | undefined;
  value: string;
  onChange: (event: { target: { value: string } }) => void;
}

/** What only some kinds want to know. */
function KindFields({ kind, item, line }: { kind: ChannelKind; item: Channel | null; line: (name: FieldName) => Line }) {
  const t = useAlertText().alerts;
  const secretLabel = t.secrets[kind];
  return (
    <>
      {kind === "mail" && <TextField label={t.user} {...line("user")} autoCapitalize="none" spellCheck={false} />}
      {secretLabel && (
        <TextField
          label={secretLabel} type="password" autoComplete="off" {...line("secret")}
          hint={item?.has_secret ? t.secretKept(item.secret_end) : undefined}
        />
      )}
      {kind === "mail" && <TextField label={t.from} {...line("from")} type="email" />}
      {kind === "mail" && <AreaField label={t.to} hint={t.toHint} rows={3} {...line("to")} />}
      {kind === "telegram" && <TextField label={t.chat} hint={t.chatHint} {...line("to")} autoCapitalize="none" />}
    </>
  );
}
