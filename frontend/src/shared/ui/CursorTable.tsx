import type { ReactNode } from "react";
import { ApiError } from "../api";
import { explain, useCommon } from "../locales/common";
import { Banner } from "./Banner";
import { Button } from "./Button";
import { EmptyState } from "./EmptyState";
import { WarningIcon } from "./icons";
import { type Column, Table } from "./Table";
import type { CursorList } from "../useCursor";

/** What is said of a list that grows by parts. */
export interface CursorWords {
  title: string;
  failed: string;
  more: string;
  shown: (n: number) => string;
}

/** The rows with all that may happen to them: loading, failed, none, and more to come. */
export function CursorTable<Item>({ list, columns, words, empty }: {
  list: CursorList<Item>;
  columns: readonly Column<Item>[];
  words: CursorWords;
  empty: ReactNode;
}) {
  const common = useCommon();
  const retry = <Button size="small" onClick={list.retry}>{common.retry}</Button>;
  const why = list.error instanceof ApiError ? explain(list.error) : common.somethingWrong;
  if (list.error && !list.items) return <EmptyState icon={WarningIcon} title={words.failed} action={retry}>{why}</EmptyState>;
  return (
    <>
      <Table
        caption={words.title} columns={columns} rows={list.items ?? []} rowKey={(_, place) => place} isLoading={list.isLoading}
        empty={empty}
      />
      {Boolean(list.error) && <Banner tone="warn" role="alert" action={retry}>{`${words.failed} ${why}`}</Banner>}
      {list.items && list.items.length > 0 && (
        <div className="cursor-foot">
          <span className="soft" role="status">{words.shown(list.items.length)}</span>
          {list.hasMore && <Button size="small" busy={list.isLoading} onClick={list.more}>{words.more}</Button>}
        </div>
      )}
    </>
  );
}
