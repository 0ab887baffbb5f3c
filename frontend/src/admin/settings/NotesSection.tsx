import { useRef, useState } from "react";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { PlusIcon } from "../../shared/ui/icons";
import { type Option, saveOption } from "./api";
import { mostNotes, newNote, type NoteField, noteField, noteProblems, type NoteRow, noteRows, notesOption } from "./notes";
import { Section, useSection } from "./Section";
import { useSettingsText } from "./text";
import { rowNamed } from "./values";
import { useAddedFocus } from "../ui/useAddedFocus";

/** What members read of each model where they choose one. */
export function NotesSection({ options }: { options: readonly Option[] }) {
  const text = useSettingsText();
  const t = text.settings;
  const section = useSection();
  const [rows, setRows] = useState(() => noteRows(options));
  const [added, setAdded] = useState<number | null>(null);
  const adder = useRef<HTMLButtonElement>(null);
  const at = rowNamed(section.refusal, rows, (row) => [row.model.trim()]);

  function change(row: NoteRow, field: NoteField, value: string) {
    setRows((old) => old.map((one) => (one.id === row.id ? { ...one, [field]: value } : one)));
    section.changed(noteField(row, field));
  }

  function add() {
    const row = newNote(rows);
    setAdded(row.id);
    setRows([...rows, row]);
    section.changed();
  }

  function remove(row: NoteRow) {
    setRows((old) => old.filter((one) => one.id !== row.id));
    section.changed();
    // The button that was pressed is gone with its row.
    adder.current?.focus();
  }

  const save = () => section.save(noteProblems(rows, text), async () => { await saveOption(notesOption(rows)); });
  const errorOf = (row: NoteRow, field: NoteField) =>
    section.submit.fields[noteField(row, field)] ?? (row.id === at && field === "model" ? section.refusal : undefined);

  return (
    <Section title={t.notes} intro={t.notesIntro} section={section} refusal={at === null ? section.refusal : ""} onSave={() => void save()}>
      {rows.length === 0 && <p className="soft">{t.notesNone}</p>}
      <ul className="setting-rows">
        {rows.map((row) => (
          <NoteFields
            key={row.id}
            row={row}
            takesFocus={row.id === added}
            errorOf={(field) => errorOf(row, field)}
            onChange={(field, value) => change(row, field, value)}
            onRemove={() => remove(row)}
          />
        ))}
      </ul>
      <Button ref={adder} size="small" icon={PlusIcon} disabled={rows.length >= mostNotes} onClick={add}>{t.addNote}</Button>
    </Section>
  );
}

function NoteFields({ row, takesFocus, errorOf, onChange, onRemove }: {
  row: NoteRow;
  takesFocus: boolean;
  errorOf: (field: NoteField) => string | undefined;
  onChange: (field: NoteField, value: string) => void;
  onRemove: () => void;
}) {
  const text = useSettingsText();
  const t = text.settings;
  const input = useAddedFocus(takesFocus);
  const labels = { model: t.noteModel, name: t.noteName, line: t.noteLine };
  return (
    <li className="setting-row setting-note">
      {(["model", "name", "line"] as const).map((field) => (
        <TextField
          key={field}
          ref={field === "model" ? input : null}
          label={labels[field]}
          name={noteField(row, field)}
          error={errorOf(field)}
          value={row[field]}
          dir="auto"
          autoCapitalize={field === "model" ? "none" : undefined}
          spellCheck={field !== "model"}
          onChange={(event) => onChange(field, event.target.value)}
        />
      ))}
      <Button size="small" aria-label={t.removeWeight(row.model.trim())} onClick={onRemove}>{text.common.remove}</Button>
    </li>
  );
}
