import type { ReactNode } from "react";
import { useCommon } from "../locales/common";
import { names } from "../names";
import { Button } from "./Button";
import { ChevronDownIcon, ChevronUpIcon } from "./icons";

export interface Column<Row> {
  key: string;
  header: string;
  /** Stands in the head instead of its words, as where rows can be chosen. */
  head?: ReactNode;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end";
  sortable?: boolean;
  /** Left out under 768 px. */
  wideOnly?: boolean;
  /** Left out under 1500 px: what stands elsewhere too. */
  widestOnly?: boolean;
  /** The header is for screen readers alone, as over a column of buttons. */
  hidesHeader?: boolean;
}

export interface Sort {
  key: string;
  descending: boolean;
}

export interface TableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row, place: number) => string | number;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  /** Shows skeleton rows while nothing has arrived. */
  isLoading?: boolean;
  /** Stands instead of the rows when there are none. */
  empty?: ReactNode;
}

/** The one table: sortable heads, skeleton rows, an empty state; it scrolls sideways where it is too wide. */
export function Table<Row>({ caption, columns, rows, rowKey, sort, onSort, isLoading = false, empty }: TableProps<Row>) {
  if (!isLoading && rows.length === 0 && empty) return <>{empty}</>;
  return (
    <div className="table-scroll">
      <table className="table" aria-busy={isLoading || undefined}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {isLoading && rows.length === 0 && <SkeletonRows columns={columns.length} />}
          {rows.map((row, place) => (
            <tr key={rowKey(row, place)}>
              {columns.map((column) => (
                <td key={column.key} className={cellClass(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HeadCell<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>;
  sort: Sort | null | undefined;
  onSort: ((sort: Sort) => void) | undefined;
}) {
  const isSorted = sort?.key === column.key;
  const direction = isSorted ? (sort.descending ? "descending" : "ascending") : undefined;
  const title = column.hidesHeader ? <span className="visually-hidden">{column.header}</span> : column.head ?? column.header;
  return (
    <th scope="col" className={cellClass(column)} aria-sort={direction}>
      {column.sortable && onSort ? (
        <button
          type="button"
          className="table-sort"
          onClick={() => onSort({ key: column.key, descending: isSorted && !sort.descending })}
        >
          {title}
          {direction === "descending" && <ChevronDownIcon size={14} />}
          {direction === "ascending" && <ChevronUpIcon size={14} />}
        </button>
      ) : (
        title
      )}
    </th>
  );
}

function SkeletonRows({ columns }: { columns: number }) {
  const bars = Array.from({ length: columns }, (_, index) => index);
  return (
    <>
      {[0, 1, 2, 3, 4].map((row) => (
        <tr key={row}>
          {bars.map((bar) => (
            <td key={bar}>
              <span className="skeleton" />
            </td>
          ))}
        </tr>
      ))}
    </>
  );
}

function cellClass<Row>(column: Column<Row>): string | undefined {
  return names(column.align === "end" && "align-end", column.wideOnly && "wide-only", column.widestOnly && "widest-only") || undefined;
}

/** Previous and next under a table of `total` rows; nothing when one page holds them all. */
export function Pagination({
  page,
  pageSize,
  total,
  onPage,
}: {
  page: number;
  pageSize: number;
  total: number;
  onPage: (page: number) => void;
}) {
  const t = useCommon();
  const pages = Math.max(1, Math.ceil(total / pageSize));
  if (pages === 1) return null;
  return (
    <nav className="pagination" aria-label={t.pageOf(page, pages)}>
      <Button size="small" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        {t.previous}
      </Button>
      <span aria-live="polite">{t.pageOf(page, pages)}</span>
      <Button size="small" disabled={page >= pages} onClick={() => onPage(page + 1)}>
        {t.next}
      </Button>
    </nav>
  );
}
