import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { TextField } from "../../shared/ui/Field";
import type { Option } from "../settings/api";
import { FormDialog } from "../ui/FormDialog";
import { useSubmit } from "../useSubmit";
import { savePictures } from "./api";
import { amountIn, pictureDraft, pictureKinds } from "./draft";
import { usePriceText } from "./text";

/** What pictures cost that an upstream's own tool makes within an answer, of every model that has a price. */
export function PictureForm({ options, onSaved, onClose }: { options: readonly Option[]; onSaved: () => void; onClose: () => void }) {
  const t = usePriceText().prices;
  const common = useCommon();
  const [draft, setDraft] = useState(() => pictureDraft(options));
  const submit = useSubmit(pictureKinds);

  async function save() {
    const problems = pictureKinds.map((kind) => [kind, draft[kind].trim() !== "" && amountIn(draft[kind]) === null ? t.range : null]);
    if (!await submit.run(Object.fromEntries(problems) as Record<string, string | null>, () => savePictures(draft))) return;
    onClose();
    onSaved();
  }

  return (
    <FormDialog title={t.pictures} submitLabel={common.save} submit={submit} onSubmit={() => void save()} onClose={onClose}>
      <p className="soft">{t.picturesIntro}</p>
      {pictureKinds.map((kind) => (
        <TextField
          key={kind} label={t.pictureKinds[kind]} name={kind} inputMode="decimal" error={submit.fields[kind]} value={draft[kind]}
          onChange={(event) => setDraft({ ...draft, [kind]: event.target.value })}
        />
      ))}
    </FormDialog>
  );
}
