import { Inlines } from "./Inline";
import type { Leaf, Table } from "./nodes";

export function TableView({ table }: { table: Table }) {
  const align = (index: number) => (table.align[index] ? `align-${table.align[index]}` : undefined);
  return (
    // Wide tables scroll by themselves; the keyboard needs the focus for that.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="markdown-table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {table.header.map((cell, index) => (
              <th key={index} scope="col" className={align(index)} dir="auto">
                <Inlines of={cell.inlines} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <Row key={index} row={row} columns={table.header.length} align={align} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Cells that are missing become one: a thousand short rows of a wide table are no thousand times its columns. */
function Row({ row, columns, align }: { row: readonly Leaf[]; columns: number; align: (index: number) => string | undefined }) {
  return (
    <tr>
      {row.map((cell, index) => (
        <td key={index} className={align(index)} dir="auto">
          <Inlines of={cell.inlines} />
        </td>
      ))}
      {row.length < columns && <td colSpan={columns - row.length} />}
    </tr>
  );
}
