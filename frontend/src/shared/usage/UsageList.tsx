import { ApiError } from "../api";
import { explain, useCommon } from "../locales/common";
import { useUsageWords } from "./text";
import { Banner } from "../ui/Banner";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { ChartIcon, WarningIcon } from "../ui/icons";
import { type Column, Table } from "../ui/Table";
import type { CursorList } from "../useCursor";
import type { UsageRow } from "./usage";

/** The rows with all that may happen to them: loading, failed, none, and more to come. */
export function UsageList({ list, columns, isFiltered, onClear }: {
  list: CursorList<UsageRow>;
  columns: readonly Column<UsageRow>[];
  isFiltered: boolean;
  onClear: () => void;
}) {
  const t = useUsageWords();
  const common = useCommon();
  const retry = <Button size="small" onClick={list.retry}>{common.retry}</Button>;
  const why = list.error instanceof ApiError ? explain(list.error) : common.somethingWrong;
  if (list.error && !list.items) return <EmptyState icon={WarningIcon} title={t.failed} action={retry}>{why}</EmptyState>;
  const clear = <Button size="small" onClick={onClear}>{t.clear}</Button>;
  return (
    <div className="usage-list">
      <Table
        caption={t.title}
        columns={columns}
        rows={list.items ?? []}
        rowKey={(_, place) => place}
        isLoading={list.isLoading}
        empty={<EmptyState icon={ChartIcon} title={isFiltered ? t.emptyFiltered : t.empty} action={isFiltered ? clear : null} />}
      />
      {Boolean(list.error) && <Banner tone="warn" role="alert" action={retry}>{`${t.failed} ${why}`}</Banner>}
      {list.items && list.items.length > 0 && (
        <div className="usage-foot">
          <span className="soft" role="status">{t.shown(list.items.length)}</span>
          {list.hasMore && <Button size="small" busy={list.isLoading} onClick={list.more}>{t.more}</Button>}
        </div>
      )}
    </div>
  );
}
