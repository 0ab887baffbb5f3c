import { useRef, useState } from "react";
import { Button } from "../../shared/ui/Button";
import { PlusIcon } from "../../shared/ui/icons";
import type { PackageChoices } from "../packages/PackageField";
import { type Option, saveOption } from "./api";
import {
  groupProblems, type GroupRow, groupRows, type GroupSteps, groupSteps, nameField, newGroup, settled, storedGroups,
} from "./groups";
import { GroupFields } from "./GroupFields";
import { Section, useSection } from "./Section";
import { useSettingsText } from "./text";
import { rowNamed, withValues } from "./values";

/** The groups of members, and the package of each. */
export function GroupsSection({ options, choices }: { options: readonly Option[]; choices: PackageChoices }) {
  const text = useSettingsText();
  const t = text.settings;
  const section = useSection();
  const [current, setCurrent] = useState(options);
  const [rows, setRows] = useState(() => groupRows(storedGroups(options)));
  const [added, setAdded] = useState<number | null>(null);
  const adder = useRef<HTMLButtonElement>(null);
  const at = rowNamed(section.refusal, rows, (row) => [row.name.trim(), String(row.packageId ?? "")]);

  function change(row: GroupRow, part: Partial<GroupRow>) {
    setRows((old) => old.map((one) => (one.id === row.id ? { ...one, ...part } : one)));
    section.changed(nameField(row));
  }

  function add() {
    const row = newGroup(rows);
    setAdded(row.id);
    setRows([...rows, row]);
    section.changed();
  }

  function remove(row: GroupRow) {
    if (!row.isNew) return change(row, { isRemoved: !row.isRemoved });
    setRows((old) => old.filter((one) => one.id !== row.id));
    section.changed();
    // The button that was pressed is gone with its row.
    adder.current?.focus();
  }

  const save = () => section.save(groupProblems(rows, text), async () => {
    const { saved, error } = await saveGroups(groupSteps(storedGroups(current), rows));
    setCurrent(withValues(current, saved));
    if (error) throw error;
    setRows((old) => settled(old, rows));
  });

  return (
    <Section title={t.groups} intro={t.groupsIntro} section={section} refusal={at === null ? section.refusal : ""} onSave={() => void save()}>
      <ul className="setting-rows">
        {rows.map((row) => (
          <GroupFields
            key={row.id}
            row={row}
            choices={choices}
            takesFocus={row.id === added}
            error={section.submit.fields[nameField(row)] ?? (row.id === at ? section.refusal : undefined)}
            onChange={(part) => change(row, part)}
            onRemove={() => remove(row)}
          />
        ))}
      </ul>
      <Button ref={adder} size="small" icon={PlusIcon} onClick={add}>{t.addGroup}</Button>
    </Section>
  );
}

/** What was saved, until something was refused. */
async function saveGroups({ steps, undo }: GroupSteps): Promise<{ saved: Option[]; error: unknown }> {
  const saved: Option[] = [];
  try {
    for (const step of steps) {
      await saveOption(step);
      saved.push(step);
    }
    return { saved, error: null };
  } catch (error) {
    // A group that stays keeps its package. Where even that fails, the packages show as they are now.
    if (undo) await saveOption(undo).then(() => saved.push(undo), () => undefined);
    return { saved, error };
  }
}
