/** What is asked before something is done to many accounts. */
import { useState } from "react";
import { longest } from "../../../shared/lengths";
import { useCommon } from "../../../shared/locales/common";
import { TextField } from "../../../shared/ui/Field";
import { Confirm } from "../../ui/Confirm";
import { FormDialog } from "../../ui/FormDialog";
import { tooLong } from "../../ui/tooLong";
import { useSubmit } from "../../useSubmit";
import { Impact } from "../Impact";
import { useAccountText } from "../text";
import type { Choice } from "./choice";

interface AskProps {
  choice: Choice;
  act: () => Promise<unknown>;
  /** After `act` succeeded, just before the dialog closes. */
  onDone: () => void;
  onClose: () => void;
}

export function DisableMany({ choice, act, onDone, onClose }: AskProps) {
  const text = useAccountText();
  const t = text.bulk;
  return (
    <Confirm title={t.disableTitle(choice.size)} confirmLabel={text.common.disable} act={act} onDone={onDone} onClose={onClose}>
      <p>{t.disableText}</p>
      <Names choice={choice} />
      <Impact ids={[...choice.keys()]} />
    </Confirm>
  );
}

/** Asks for their number, as deleting one asks for its name. */
export function DeleteMany({ choice, act, onDone, onClose }: AskProps) {
  const t = useAccountText().bulk;
  const common = useCommon();
  return (
    <Confirm
      title={t.deleteTitle(choice.size)} confirmLabel={common.delete} danger typed={String(choice.size)}
      act={act} onDone={onDone} onClose={onClose}
    >
      <p>{t.deleteText}</p>
      <Names choice={choice} />
      <Impact ids={[...choice.keys()]} />
    </Confirm>
  );
}

export function TagMany({ choice, act, onDone, onClose }: Omit<AskProps, "act"> & { act: (tag: string) => Promise<unknown> }) {
  const text = useAccountText();
  const t = text.bulk;
  const common = useCommon();
  const submit = useSubmit(["tag"]);
  const [tag, setTag] = useState("");

  async function save() {
    if (!await submit.run({ tag: tooLong(tag, longest.tag, text) }, async () => { await act(tag.trim()); })) return;
    onDone();
    onClose();
  }

  return (
    <FormDialog title={t.tagTitle(choice.size)} submitLabel={common.save} submit={submit} onSubmit={() => void save()} onClose={onClose}>
      <TextField
        label={t.tag} hint={t.tagOfMany} name="tag" error={submit.fields["tag"]} value={tag} data-autofocus
        onChange={(event) => setTag(event.target.value)}
      />
      <Names choice={choice} />
    </FormDialog>
  );
}

/** Some of them may stand on other pages. */
function Names({ choice }: { choice: Choice }) {
  const t = useAccountText().bulk;
  return (
    <details className="more-options">
      <summary>{t.which(choice.size)}</summary>
      <ul className="chosen-names">
        {[...choice].map(([id, name]) => <li key={id}><bdi>{name}</bdi> <small className="faint">#{id}</small></li>)}
      </ul>
    </details>
  );
}
