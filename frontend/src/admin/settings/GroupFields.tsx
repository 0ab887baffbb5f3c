import { names } from "../../shared/names";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { isolated } from "../../shared/ui/Sentence";
import { type PackageChoices, PackageField } from "../packages/PackageField";
import { standardGroup } from "./api";
import { type GroupRow, mayRemove, nameField } from "./groups";
import { useSettingsText } from "./text";
import { useAddedFocus } from "../ui/useAddedFocus";

interface Props {
  row: GroupRow;
  error: string | undefined;
  onChange: (part: Partial<GroupRow>) => void;
}

/** One group: its name, its package, and whether it stays. */
export function GroupFields({ choices, takesFocus, onRemove, ...props }: Props & {
  choices: PackageChoices;
  takesFocus: boolean;
  onRemove: () => void;
}) {
  const text = useSettingsText();
  const t = text.settings;
  const { row, error, onChange } = props;
  const name = row.name.trim();
  const called = name || t.newGroup;
  return (
    <li className={names("setting-row", row.isRemoved && "is-removed")}>
      {row.isNew ? <NewName takesFocus={takesFocus} {...props} /> : <StoredName {...props} />}
      {!row.isRemoved && (
        <PackageField
          label={name ? t.groupPackage(isolated(name)) : t.groupPackageNew}
          none={t.noPackage}
          choices={choices}
          name={`${row.id}.package`}
          value={row.packageId}
          error={row.isNew ? undefined : error}
          onChange={(packageId) => onChange({ packageId })}
        />
      )}
      {mayRemove(row) && (
        <Button size="small" aria-label={(row.isRemoved ? t.keepGroup : t.removeGroup)(called)} onClick={onRemove}>
          {row.isRemoved ? t.keep : text.common.remove}
        </Button>
      )}
    </li>
  );
}

function NewName({ row, error, takesFocus, onChange }: Props & { takesFocus: boolean }) {
  const t = useSettingsText().settings;
  const input = useAddedFocus(takesFocus);
  return (
    <TextField
      ref={input}
      label={t.groupName}
      name={nameField(row)}
      error={error}
      value={row.name}
      onChange={(event) => onChange({ name: event.target.value })}
    />
  );
}

function StoredName({ row, error }: Props) {
  const t = useSettingsText().settings;
  return (
    <div className="setting-name">
      <strong dir="auto">{row.name}</strong>
      {row.name === standardGroup && <small>{t.groupStandard}</small>}
      {row.isRemoved && <small>{t.groupRemoved}</small>}
      {row.isRemoved && error && <p className="field-error" role="alert">{error}</p>}
    </div>
  );
}
