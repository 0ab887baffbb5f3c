import { useState } from "react";
import { AreaField, Checkbox, TextField } from "../../shared/ui/Field";
import { FormDialog } from "../ui/FormDialog";
import { useSubmit } from "../useSubmit";
import { tokens } from "./api";
import { useTokenText } from "./text";

/** Adds many refresh tokens at once, one in each line. */
export function ImportForm({ onDone, onClose }: { onDone: (made: number, known: number) => void; onClose: () => void }) {
  const t = useTokenText().tokens;
  const [list, setList] = useState("");
  const [tag, setTag] = useState("");
  const [isEnabled, setEnabled] = useState(false);
  const submit = useSubmit(["rt_tokens", "tag"]);

  async function send() {
    let report = { success_count: 0, fail_count: 0 };
    const isDone = await submit.run({ rt_tokens: list.trim() ? null : t.importNeeded }, async () => {
      report = await tokens.import(list, { tag: tag.trim(), enabled: isEnabled });
    });
    if (!isDone) return;
    onClose();
    onDone(report.success_count, report.fail_count);
  }

  return (
    <FormDialog title={t.importTitle} submitLabel={t.import} submit={submit} onSubmit={() => void send()} onClose={onClose}>
      <AreaField
        label={t.importField} hint={t.importHint} name="rt_tokens" error={submit.fields["rt_tokens"]} rows={8} className="mono" spellCheck={false}
        value={list} onChange={(event) => setList(event.target.value)} data-autofocus required
      />
      <TextField label={t.tag} name="tag" error={submit.fields["tag"]} value={tag} onChange={(event) => setTag(event.target.value)} />
      <Checkbox label={t.importEnabled} name="enabled" checked={isEnabled} onChange={(event) => setEnabled(event.target.checked)} />
    </FormDialog>
  );
}
