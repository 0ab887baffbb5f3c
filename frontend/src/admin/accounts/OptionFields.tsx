import type { ReactNode } from "react";
import { AreaField, Checkbox, Select, TextField } from "../../shared/ui/Field";
import { systemRoles, tokenLimits } from "./types";
import { MeaningFields } from "./MeaningFields";
import { useAccountText } from "./text";
import { MoreOptions } from "../ui/MoreOptions";
import { areUsual, type OptionsDraft, optionFields, usualWaits } from "./options";

type Change = (change: Partial<OptionsDraft>) => void;

interface FieldsProps {
  draft: OptionsDraft;
  errors: Record<string, string>;
  onChange: Change;
}

/** How the upstream is asked, for services that want it otherwise than most. */
export function OptionFields({ draft, isAzure, errors, warning, onChange }: FieldsProps & {
  isAzure: boolean;
  warning: (field: string) => ReactNode;
}) {
  const t = useAccountText().upstream;
  return (
    <MoreOptions title={t.advanced} isOpenAtFirst={!areUsual(draft)} hasError={optionFields.some((field) => errors[field])}>
      <div className="form more-options-body">
        <MeaningFields draft={draft} isAzure={isAzure} errors={errors} warning={warning} onChange={onChange} />
        <Switches draft={draft} onChange={onChange} />
        <Names draft={draft} errors={errors} onChange={onChange} />
        <TextField
          label={t.concurrency} hint={t.concurrencyHint} name="options.concurrency" error={errors["options.concurrency"]}
          inputMode="numeric" value={draft.concurrency} onChange={(event) => onChange({ concurrency: event.target.value })}
        />
        <Waits draft={draft} errors={errors} onChange={onChange} />
        <AreaField
          label={t.parameters} hint={warning("options.parameters") || t.parametersHint}
          name="options.parameters" error={errors["options.parameters"]} value={draft.parameters} rows={3}
          dir="ltr" autoCapitalize="none" spellCheck={false} onChange={(event) => onChange({ parameters: event.target.value })}
        />
        <AreaField
          label={t.headers} hint={warning("options.headers") || t.headersHint}
          name="options.headers" error={errors["options.headers"]} value={draft.headers} rows={2}
          dir="ltr" autoCapitalize="none" spellCheck={false} onChange={(event) => onChange({ headers: event.target.value })}
        />
      </div>
    </MoreOptions>
  );
}

function Switches({ draft, onChange }: { draft: OptionsDraft; onChange: Change }) {
  const t = useAccountText().upstream;
  return (
    <div>
      <Checkbox
        label={t.stream} hint={t.streamHint} checked={draft.stream} onChange={(event) => onChange({ stream: event.target.checked })}
      />
      <Checkbox
        label={t.streamUsage} hint={t.streamUsageHint} checked={draft.streamUsage} disabled={!draft.stream}
        onChange={(event) => onChange({ streamUsage: event.target.checked })}
      />
    </div>
  );
}

function Names({ draft, errors, onChange }: FieldsProps) {
  const t = useAccountText().upstream;
  return (
    <div className="form-pair">
      <Select
        label={t.tokenLimit} hint={t.tokenLimitHint} name="options.token_limit" error={errors["options.token_limit"]}
        value={draft.tokenLimit} options={tokenLimits.map(asOption)} onChange={(tokenLimit) => onChange({ tokenLimit })}
      />
      <Select
        label={t.systemRole} hint={t.systemRoleHint} name="options.system_role" error={errors["options.system_role"]}
        value={draft.systemRole} options={systemRoles.map(asOption)} onChange={(systemRole) => onChange({ systemRole })}
      />
    </div>
  );
}

/** What the upstream calls it, whatever the reader's language. */
function asOption<Name extends string>(value: Name): { value: Name; label: Name } {
  return { value, label: value };
}

function Waits({ draft, errors, onChange }: FieldsProps) {
  const t = useAccountText().upstream;
  const { firstByte, silence, total } = usualWaits;
  return (
    <div className="form-pair">
      <TextField
        label={t.firstByte} hint={t.firstByteHint(firstByte)} name="options.first_byte" error={errors["options.first_byte"]}
        inputMode="numeric" placeholder={String(firstByte)} value={draft.firstByte} onChange={(event) => onChange({ firstByte: event.target.value })}
      />
      <TextField
        label={t.silence} hint={t.silenceHint(silence)} name="options.silence" error={errors["options.silence"]}
        inputMode="numeric" placeholder={String(silence)} value={draft.silence} onChange={(event) => onChange({ silence: event.target.value })}
      />
      <TextField
        label={t.total} hint={t.totalHint(total)} name="options.total" error={errors["options.total"]}
        inputMode="numeric" placeholder={String(total)} value={draft.total} onChange={(event) => onChange({ total: event.target.value })}
      />
    </div>
  );
}
