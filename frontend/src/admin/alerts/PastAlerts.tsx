import { useState } from "react";
import { type Column, Pagination, Table } from "../../shared/ui/Table";
import { useLoad } from "../../shared/useLoad";
import { When } from "../ui/When";
import { type Alert, alerts } from "./api";
import { Part } from "./Part";
import { useAlertText } from "./text";

/** What is over, newest first. */
export function PastAlerts() {
  const t = useAlertText().alerts;
  const [page, setPage] = useState(1);
  const past = useLoad(`past-alerts:${page}`, (signal) => alerts.history(page, signal));
  const columns: Column<Alert>[] = [
    {
      key: "what", header: t.message,
      cell: (item) => <span className="cell-name"><strong dir="auto">{item.title}</strong><small dir="auto">{item.text}</small></span>,
    },
    { key: "when", header: t.when, cell: (item) => <When seconds={item.opened_at} /> },
    { key: "lasted", header: t.lasted, cell: (item) => lasted(item), wideOnly: true },
  ];
  return (
    <Part title={t.pastTitle} loaded={past}>
      {({ items, total }) => (
        <>
          <Table caption={t.pastTitle} columns={columns} rows={items} rowKey={(item) => item.id} empty={<p className="soft">{t.noPast}</p>} />
          {total > 20 && <Pagination page={page} pageSize={20} total={total} onPage={setPage} />}
        </>
      )}
    </Part>
  );
}

/** "12 min", in the reader's language. */
function lasted({ opened_at: start, closed_at: end }: Alert): string {
  const seconds = Math.max(0, (end ?? start) - start);
  const [value, unit] = seconds < 120 ? [seconds, "second"] : seconds < 7200 ? [seconds / 60, "minute"] : [seconds / 3600, "hour"];
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "short" }).format(Math.round(value));
}
