import { limits } from "./limits";
import type { Line } from "./line";
import { type Align, leafOf, type Table } from "./nodes";
import { count } from "./work";

/** The table that begins with `header` when `line` is the row of dashes below it. */
export function tableIn(header: string, line: Line): Table | null {
  const first = line.first;
  if ((first !== "|" && first !== "-" && first !== ":") || !line.text.includes("|")) return null;
  const dashes = cellsOf(line.trimmed);
  const align: Align[] = [];
  for (const cell of dashes ?? []) {
    if (!/^:?-+:?$/.test(cell)) return null;
    align.push(cell.endsWith(":") ? (cell.startsWith(":") ? "center" : "right") : cell.startsWith(":") ? "left" : null);
  }
  const names = cellsOf(header);
  if (!names || !dashes || names.length !== dashes.length) return null;
  return { type: "table", align, header: names.map(leafOf), rows: [] };
}

/** A further row. Cells that are too many stand in the last one, so that none is lost. */
export function addRow(table: Table, text: string): void {
  const columns = table.header.length;
  const cells = cellsOf(text) ?? [text];
  const row = cells.slice(0, columns);
  if (cells.length > columns) row[columns - 1] = cells.slice(columns - 1).join(" | ");
  table.rows.push(row.map(leafOf));
}

/** The cells of a row; null when they are too many for a table. */
function cellsOf(row: string): string[] | null {
  const text = row.trim();
  const cells: string[] = [];
  let cell = "";
  let from = text.startsWith("|") ? 1 : 0;
  count(text.length);
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "\\" && text.charAt(at + 1) === "|") {
      cell += `${text.slice(from, at)}|`;
      from = at + 2;
      at++;
    } else if (character === "\\") at++;
    else if (character === "|") {
      if (cells.length >= limits.columns) return null;
      cells.push((cell + text.slice(from, at)).trim());
      cell = "";
      from = at + 1;
    }
  }
  if (from < text.length || cell !== "") cells.push((cell + text.slice(from)).trim());
  return cells.length > limits.columns ? null : cells;
}
