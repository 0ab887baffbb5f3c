import type { ReactNode } from "react";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { EmptyState } from "../../shared/ui/EmptyState";
import { isolated } from "../../shared/ui/Sentence";
import { type Column, Pagination, Table } from "../../shared/ui/Table";
import { SearchIcon, WarningIcon } from "../../shared/ui/icons";
import { changeQuery } from "../router";
import { errorText, useText } from "../text";
import { type List, pageSizes } from "../useList";
import { Banner } from "../../shared/ui/Banner";

export interface ListViewProps<Item extends { id: number }> {
  caption: string;
  list: List<Item>;
  columns: readonly Column<Item>[];
  empty: ReactNode;
}

/** A list with all that may happen to it: loading, failed, stale, empty, nothing found, many pages. */
export function ListView<Item extends { id: number }>({ caption, list, columns, empty }: ListViewProps<Item>) {
  const t = useText().common;
  const common = useCommon();
  const retry = <Button size="small" onClick={list.refresh}>{common.retry}</Button>;
  if (list.error && !list.value) {
    return <EmptyState icon={WarningIcon} title={errorText(list.error)} action={retry} />;
  }
  const nothing = list.keyword ? (
    <EmptyState
      icon={SearchIcon}
      title={t.nothingFound(isolated(list.keyword))}
      action={<Button size="small" onClick={() => changeQuery({ q: undefined, p: undefined })}>{t.clearSearch}</Button>}
    />
  ) : empty;
  return (
    <div className="list-view">
      {Boolean(list.error) && <Banner tone="warn" role="status" action={retry}>{`${t.stale} ${errorText(list.error)}`}</Banner>}
      <Table
        caption={caption}
        columns={columns}
        rows={list.items}
        rowKey={(item) => item.id}
        isLoading={list.isLoading}
        empty={<div className="panel">{nothing}</div>}
      />
      {list.total > (pageSizes[0] ?? 20) && (
        <div className="list-foot">
          <label>
            {t.rows}
            <select
              className="input select"
              value={list.pageSize}
              onChange={(event) => changeQuery({ page_size: event.target.value, p: undefined })}
            >
              {pageSizes.map((size) => <option key={size}>{size}</option>)}
            </select>
          </label>
          <span>{t.totalRows(list.total)}</span>
          <Pagination page={list.page} pageSize={list.pageSize} total={list.total} onPage={(page) => changeQuery({ p: page })} />
        </div>
      )}
    </div>
  );
}
