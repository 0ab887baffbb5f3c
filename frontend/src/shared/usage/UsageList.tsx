import { useUsageWords } from "./text";
import { Button } from "../ui/Button";
import { CursorTable } from "../ui/CursorTable";
import { EmptyState } from "../ui/EmptyState";
import { ChartIcon } from "../ui/icons";
import type { Column } from "../ui/Table";
import type { CursorList } from "../useCursor";
import type { UsageRow } from "./usage";

/** The rows of the record, newest first. */
export function UsageList({ list, columns, isFiltered, onClear }: {
  list: CursorList<UsageRow>;
  columns: readonly Column<UsageRow>[];
  isFiltered: boolean;
  onClear: () => void;
}) {
  const t = useUsageWords();
  const clear = <Button size="small" onClick={onClear}>{t.clear}</Button>;
  return (
    <div className="usage-list">
      <CursorTable
        list={list} columns={columns} words={t}
        empty={<EmptyState icon={ChartIcon} title={isFiltered ? t.emptyFiltered : t.empty} action={isFiltered ? clear : null} />}
      />
    </div>
  );
}
