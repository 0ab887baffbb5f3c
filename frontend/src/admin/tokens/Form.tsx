import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { AreaField, Checkbox, TextField } from "../../shared/ui/Field";
import { isolated } from "../../shared/ui/Sentence";
import { FormDialog } from "../ui/FormDialog";
import { useSubmit } from "../useSubmit";
import { type RefreshToken, tokens } from "./api";
import { useTokenText } from "./text";

/** Adds a refresh token, or changes what is said of one. */
export function TokenForm({ item, onSaved, onClose }: { item: RefreshToken | null; onSaved: (name: string) => void; onClose: () => void }) {
  const text = useTokenText();
  const t = text.tokens;
  const common = useCommon();
  const [token, setToken] = useState("");
  const [fields, setFields] = useState({
    biz_id: item?.biz_id ?? "", tag: item?.tag ?? "", memo: item?.memo ?? "", proxy: item?.proxy ?? "", client_id: item?.client_id ?? "",
    enabled: item?.enabled ?? false, lends: item?.lends ?? false,
  });
  const submit = useSubmit(["rt_token", "biz_id", "tag", "memo", "proxy", "client_id"]);
  const line = (name: "biz_id" | "tag" | "memo" | "proxy" | "client_id") => ({
    name,
    error: submit.fields[name],
    value: fields[name],
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
  });
  const flag = (name: "enabled" | "lends") => ({
    name,
    checked: fields[name],
    onChange: (event: { target: { checked: boolean } }) => setFields({ ...fields, [name]: event.target.checked }),
  });

  async function save() {
    const { lends, ...others } = fields;
    let saved = item;
    const isSaved = await submit.run({ rt_token: item || token.trim() ? null : t.tokenNeeded }, async () => {
      saved = item
        ? await tokens.update(item.id, lends === item.lends ? others : fields)
        : await tokens.create({ rt_token: token.trim(), ...others });
    });
    if (!isSaved || !saved) return;
    onClose();
    onSaved(saved.biz_id);
  }

  return (
    <FormDialog
      title={item ? t.editTitle(isolated(item.biz_id)) : t.createTitle}
      submitLabel={item ? common.save : text.common.create}
      submit={submit}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      {!item && (
        <AreaField
          label={t.token} name="rt_token" error={submit.fields["rt_token"]} rows={3} className="mono" spellCheck={false}
          value={token} onChange={(event) => setToken(event.target.value)} data-autofocus required
        />
      )}
      <TextField label={t.name} hint={t.nameHint} {...line("biz_id")} />
      <TextField label={t.tag} {...line("tag")} />
      <AreaField label={t.memo} rows={2} {...line("memo")} />
      <TextField label={t.proxy} hint={t.proxyHint} {...line("proxy")} autoCapitalize="none" spellCheck={false} />
      <TextField label={t.client} hint={t.clientHint} {...line("client_id")} autoCapitalize="none" spellCheck={false} />
      <Checkbox label={t.enabled} hint={t.enabledHint} {...flag("enabled")} />
      {item && <Checkbox label={t.lends} hint={t.lendsHint} {...flag("lends")} />}
    </FormDialog>
  );
}
