import { useState } from "react";
import { characters, longest } from "../../shared/lengths";
import { useCommon } from "../../shared/locales/common";
import { AreaField, Checkbox, Select, TextField } from "../../shared/ui/Field";
import { isolated } from "../../shared/ui/Sentence";
import { useLoad } from "../../shared/useLoad";
import { loadGroups } from "../settings/api";
import { FormDialog } from "../ui/FormDialog";
import { PictureField } from "../ui/PictureField";
import { tooLong } from "../ui/tooLong";
import { wholeNumber } from "../ui/wholeNumber";
import { useSubmit } from "../useSubmit";
import { type Assistant, type AssistantFields, assistants, lengths } from "./api";
import { type AssistantText, useAssistantText } from "./text";

interface Draft {
  name: string;
  description: string;
  instruction: string;
  model: string;
  starters: string;
  group: string;
  order: string;
  enabled: boolean;
  /** Undefined: as it is. */
  picture: string | null | undefined;
}

function draftOf(item: Assistant | null): Draft {
  return {
    name: item?.name ?? "",
    description: item?.description ?? "",
    instruction: item?.instruction ?? "",
    model: item?.model ?? "",
    starters: (item?.starters ?? []).join("\n"),
    group: item?.group ?? "",
    order: String(item?.order ?? 0),
    enabled: item?.enabled ?? true,
    picture: undefined,
  };
}

function startersIn(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

function problemsOf(draft: Draft, text: AssistantText): Record<string, string | null> {
  const t = text.assistants;
  const starters = startersIn(draft.starters);
  const long = starters.map(characters).find((length) => length > lengths.starter);
  return {
    name: draft.name.trim() ? tooLong(draft.name, lengths.name, text) : text.common.required,
    description: tooLong(draft.description, lengths.description, text),
    instruction: tooLong(draft.instruction, lengths.instruction, text),
    model: tooLong(draft.model, longest.modelName, text),
    starters:
      starters.length > lengths.starters ? t.startersMost(lengths.starters, starters.length)
      : long !== undefined ? text.common.tooLong(lengths.starter, long) : null,
    order: wholeNumber(draft.order, 0, lengths.order) === null ? t.orderRange(lengths.order) : null,
  };
}

function fieldsOf(draft: Draft): AssistantFields {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    instruction: draft.instruction.trim(),
    model: draft.model.trim(),
    starters: startersIn(draft.starters),
    group: draft.group,
    order: wholeNumber(draft.order, 0, lengths.order) ?? 0,
    enabled: draft.enabled,
    ...(draft.picture === undefined ? {} : { picture: draft.picture }),
  };
}

/** Creates an assistant, or edits one. */
export function AssistantForm({ item, onSaved, onClose }: { item: Assistant | null; onSaved: (name: string) => void; onClose: () => void }) {
  const text = useAssistantText();
  const t = text.assistants;
  const common = useCommon();
  const submit = useSubmit(["name", "description", "instruction", "model", "starters", "group", "order", "picture"]);
  const [draft, setDraft] = useState(() => draftOf(item));
  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));
  const { fields } = submit;

  async function save() {
    const wanted = fieldsOf(draft);
    const isSaved = await submit.run(problemsOf(draft, text), async () => {
      // A new one has no picture to take away.
      if (item) await assistants.update(item, wanted);
      else await assistants.create(wanted.picture ? wanted : { ...wanted, picture: null });
    });
    if (!isSaved) return;
    onClose();
    onSaved(wanted.name);
  }

  return (
    <FormDialog
      title={item ? t.editTitle(isolated(item.name)) : t.createTitle}
      submitLabel={item ? common.save : text.common.create}
      submit={submit}
      onSubmit={() => void save()}
      onClose={onClose}
      wide
      isChanged={draft.picture !== undefined}
    >
      <TextField
        label={text.common.name} name="name" error={fields["name"]} value={draft.name} data-autofocus required
        onChange={(event) => change({ name: event.target.value })}
      />
      <TextField
        label={text.common.optional(t.description)} hint={t.descriptionHint} name="description" error={fields["description"]} value={draft.description}
        onChange={(event) => change({ description: event.target.value })}
      />
      <PictureField
        label={t.picture} shown={item?.picture ?? null} chosen={draft.picture} error={fields["picture"]}
        onChange={(picture) => { change({ picture }); submit.forget("picture"); }}
      />
      <SaidFields draft={draft} errors={fields} onChange={change} />
      <TextField
        label={text.common.optional(t.model)} hint={t.modelHint} name="model" error={fields["model"]} value={draft.model} autoCapitalize="none" spellCheck={false}
        onChange={(event) => change({ model: event.target.value })}
      />
      <GroupSelect value={draft.group} error={fields["group"]} onChange={(group) => change({ group })} />
      <TextField
        label={t.order} hint={t.orderHint} name="order" error={fields["order"]} inputMode="numeric" value={draft.order}
        onChange={(event) => change({ order: event.target.value })}
      />
      <Checkbox label={t.isEnabled} checked={draft.enabled} onChange={(event) => change({ enabled: event.target.checked })} />
    </FormDialog>
  );
}

/** What the model is told, and what it can be asked. */
function SaidFields({ draft, errors: fields, onChange: change }: {
  draft: Draft;
  errors: Record<string, string>;
  onChange: (part: Partial<Draft>) => void;
}) {
  const text = useAssistantText();
  const t = text.assistants;
  return (
    <>
      <AreaField
        label={text.common.optional(t.instruction)} hint={t.instructionHint} name="instruction" error={fields["instruction"]} rows={7}
        value={draft.instruction} onChange={(event) => change({ instruction: event.target.value })}
      />
      <AreaField
        label={text.common.optional(t.starters)} hint={t.startersHint(lengths.starters)} name="starters" error={fields["starters"]} rows={3}
        value={draft.starters} onChange={(event) => change({ starters: event.target.value })}
      />
    </>
  );
}

function GroupSelect({ value, error, onChange }: { value: string; error: string | undefined; onChange: (group: string) => void }) {
  const t = useAssistantText().assistants;
  const groups = useLoad("groups", loadGroups).value ?? [];
  // One that is gone stays what it is until another is chosen.
  const names = value === "" || groups.includes(value) ? groups : [value, ...groups];
  const options = [{ value: "", label: t.everybody }, ...names.map((name) => ({ value: name, label: name }))];
  return <Select label={t.group} name="group" error={error} value={value} options={options} onChange={onChange} />;
}
