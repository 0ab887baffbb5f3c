import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { dollarWords } from "../../shared/money";
import { TextField } from "../../shared/ui/Field";
import { Radios } from "../../shared/ui/Radios";
import { isolated } from "../../shared/ui/Sentence";
import type { Option } from "../settings/api";
import { FormDialog } from "../ui/FormDialog";
import { useSubmit } from "../useSubmit";
import { type ModelPrice, savePrice } from "./api";
import { MoreOptions } from "../ui/MoreOptions";
import { amountIn, dollarsForInput, draftOf, hearsAtPrice, moreFields, type PriceDraft, priceFields, priceKinds, priceProblems } from "./draft";
import { usePriceText } from "./text";

/** The editor of one model's price, and what it comes to. */
export function PriceForm({ item, options, onSaved, onClose }: {
  item: ModelPrice;
  options: readonly Option[];
  onSaved: () => void;
  onClose: () => void;
}) {
  const text = usePriceText();
  const t = text.prices;
  const common = useCommon();
  const [first] = useState(() => draftOf(options, item.model_name));
  const [draft, setDraft] = useState(first);
  const submit = useSubmit(priceFields);
  const change = (part: Partial<PriceDraft>) => setDraft((old) => ({ ...old, ...part }));

  async function save() {
    if (!await submit.run(priceProblems(draft, text), () => savePrice(item.model_name, draft))) return;
    onClose();
    onSaved();
  }

  return (
    <FormDialog
      title={t.editTitle(isolated(item.model_name))}
      submitLabel={common.save}
      submit={submit}
      onSubmit={() => void save()}
      onClose={onClose}
      isChanged={draft.kind !== first.kind}
    >
      <Radios
        legend={t.kind}
        value={draft.kind}
        choices={priceKinds.map((kind) => ({ value: kind, label: t.kinds[kind], hint: t.kindHints[kind] }))}
        onChange={(kind) => change({ kind })}
      />
      {draft.kind === "tokens" && <TokenFields item={item} draft={draft} errors={submit.fields} onChange={change} />}
      {draft.kind === "call" && (
        <TextField
          label={t.dollars} name="dollars" inputMode="decimal" required
          error={submit.fields["dollars"]} value={draft.dollars} onChange={(event) => change({ dollars: event.target.value })}
        />
      )}
      {draft.kind === "second" && (
        <TextField
          label={t.second} hint={secondHint()} name="second" inputMode="decimal" required
          error={submit.fields["second"]} value={draft.second} onChange={(event) => change({ second: event.target.value })}
        />
      )}
      {draft.kind !== "free" && <MoreFields model={item.model_name} draft={draft} errors={submit.fields} onChange={change} />}
    </FormDialog>
  );

  function secondHint(): string {
    const dollars = amountIn(draft.second);
    return dollars === null ? t.secondHint : t.minuteCosts(dollarWords(dollars * 60));
  }
}

/** What few models need: their own prices of tools, pictures and sound. */
function MoreFields({ model, draft, errors, onChange }: {
  model: string;
  draft: PriceDraft;
  errors: Record<string, string>;
  onChange: (part: Partial<PriceDraft>) => void;
}) {
  const t = usePriceText().prices;
  const shown = moreFields.filter((field) => (field === "audioInput" ? hearsAtPrice(model) : true)
    && (draft.kind === "tokens" || field === "webSearch" || field === "fileSearch"));
  return (
    <MoreOptions title={t.more} isOpenAtFirst={shown.some((field) => draft[field] !== "")} hasError={shown.some((field) => errors[field])}>
      <div className="form more-options-body">
        {shown.map((field) => (
          <TextField
            key={field} label={t.moreLabels[field]} hint={t.moreHints[field]} name={field} inputMode="decimal"
            error={errors[field]} value={draft[field]} onChange={(event) => onChange({ [field]: event.target.value })}
          />
        ))}
      </div>
    </MoreOptions>
  );
}

function TokenFields({ item, draft, errors, onChange }: {
  item: ModelPrice;
  draft: PriceDraft;
  errors: Record<string, string>;
  onChange: (part: Partial<PriceDraft>) => void;
}) {
  const t = usePriceText().prices;
  const ratio = amountIn(draft.ratio);
  // What is fixed is known from the list once the model has a ratio.
  const fixed = item.is_completion_fixed ? item.completion_ratio || null : null;
  const completion = item.is_completion_fixed ? fixed : amountIn(draft.completion);
  return (
    <>
      <TextField
        label={t.ratio} hint={ratio === null ? t.ratioHint : t.inputCosts(dollarWords(dollarsForInput(ratio)))} name="ratio" inputMode="decimal" required
        error={errors["ratio"]} value={draft.ratio} onChange={(event) => onChange({ ratio: event.target.value })}
      />
      <TextField
        label={t.completion} hint={completionHint()} name="completion" inputMode="decimal"
        disabled={item.is_completion_fixed}
        error={errors["completion"]}
        value={item.is_completion_fixed ? fixed ?? "" : draft.completion}
        onChange={(event) => onChange({ completion: event.target.value })}
      />
      <TextField
        label={t.cache} hint={t.cacheHint} name="cache" inputMode="decimal"
        error={errors["cache"]} value={draft.cache} onChange={(event) => onChange({ cache: event.target.value })}
      />
    </>
  );

  function completionHint(): string {
    const costs = ratio === null || completion === null ? null : t.outputCosts(dollarWords(dollarsForInput(ratio) * completion));
    if (item.is_completion_fixed) return costs ? `${t.completionFixed} ${costs}` : t.completionFixed;
    return costs ?? t.completionHint;
  }
}
