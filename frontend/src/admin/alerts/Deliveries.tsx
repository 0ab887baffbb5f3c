import { useState } from "react";
import { formatMoment } from "../../shared/i18n";
import { Chip, type Tone } from "../../shared/ui/Chip";
import { type Column, Pagination, Table } from "../../shared/ui/Table";
import { useLoad } from "../../shared/useLoad";
import { useEvery } from "../overview/useEvery";
import { CellText } from "../ui/CellText";
import { When } from "../ui/When";
import { alerts, type Delivery } from "./api";
import { Part } from "./Part";
import { useAlertText } from "./text";

const tones: Record<Delivery["state"], Tone> = { waiting: "warn", delivered: "good", failed: "bad" };

/** What was sent, through which channel, and what came of it. */
export function Deliveries() {
  const t = useAlertText().alerts;
  const [page, setPage] = useState(1);
  const log = useLoad(`deliveries:${page}`, (signal) => alerts.deliveries(page, signal));
  useEvery(10_000, log.refresh);
  const columns: Column<Delivery>[] = [
    { key: "what", header: t.message, cell: (item) => <strong dir="auto">{item.title}</strong> },
    { key: "channel", header: t.channel, cell: (item) => <CellText text={item.channel_name} /> },
    {
      key: "state", header: t.state,
      cell: (item) => (
        <span className="cell-name">
          <Chip tone={tones[item.state]}>{t.states[item.state] ?? item.state}</Chip>
          <small dir="auto">
            {[item.result, item.attempts > 1 && t.attempts(item.attempts), item.next_at && item.attempts > 0 && t.nextTry(formatMoment(item.next_at))]
              .filter(Boolean).join(" · ")}
          </small>
        </span>
      ),
    },
    { key: "when", header: t.when, cell: (item) => <When seconds={item.created_at} />, wideOnly: true },
  ];
  return (
    <Part title={t.logTitle} loaded={log}>
      {({ items, total }) => (
        <>
          <Table caption={t.logTitle} columns={columns} rows={items} rowKey={(item) => item.id} empty={<p className="soft">{t.noLog}</p>} />
          {total > 20 && <Pagination page={page} pageSize={20} total={total} onPage={setPage} />}
        </>
      )}
    </Part>
  );
}
