/** What models are called and what each is good for: as it is stored, and as it is edited. */
import { characters } from "../../shared/lengths";
import { type Option, optionNames } from "./api";
import type { SettingsText } from "./text";
import { entriesOf, objectText, valueOf } from "./values";

export const mostNotes = 256;
export const longestOf = { model: 255, name: 64, line: 160 } as const;
export type NoteField = keyof typeof longestOf;

export interface NoteRow extends Record<NoteField, string> {
  /** Stays while others are added and removed. */
  id: number;
}

export function noteRows(options: readonly Option[]): NoteRow[] {
  return entriesOf(valueOf(options, optionNames.notes)).map(([model, value], id) => {
    const note = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
    return { id, model, name: textOf(note["name"]), line: textOf(note["line"]) };
  });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function newNote(rows: readonly NoteRow[]): NoteRow {
  return { id: 1 + Math.max(-1, ...rows.map((row) => row.id)), model: "", name: "", line: "" };
}

export function noteField(row: NoteRow, field: NoteField): string {
  return `${row.id}.${field}`;
}

/** What is wrong with them, by field. */
export function noteProblems(rows: readonly NoteRow[], text: SettingsText): Record<string, string | null> {
  const t = text.settings;
  const problems: Record<string, string | null> = {};
  const seen = new Set<string>();
  for (const row of rows) {
    const model = row.model.trim();
    for (const field of ["model", "name", "line"] as const) problems[noteField(row, field)] = problemOf(row[field].trim(), longestOf[field], text);
    if (model === "") problems[noteField(row, "model")] = text.common.required;
    else if (seen.has(model)) problems[noteField(row, "model")] = t.patternTwice;
    seen.add(model);
  }
  return problems;
}

function problemOf(value: string, longest: number, text: SettingsText): string | null {
  if (/[\p{Cc}\u2028\u2029]/u.test(value)) return text.settings.noteControl;
  const length = characters(value);
  return length > longest ? text.common.tooLong(longest, length) : null;
}

/** Of rows without problems. */
export function notesOption(rows: readonly NoteRow[]): Option {
  return { key: optionNames.notes, value: objectText(rows.map((row) => [row.model.trim(), { name: row.name.trim(), line: row.line.trim() }])) };
}
