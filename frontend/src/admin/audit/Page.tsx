import "../ui/together";
import { keepFile } from "../../shared/download";
import { formatDateTime, formatMoment } from "../../shared/i18n";
import { CursorTable } from "../../shared/ui/CursorTable";
import { EmptyState } from "../../shared/ui/EmptyState";
import { Field } from "../../shared/ui/Field";
import { ClockIcon } from "../../shared/ui/icons";
import type { Column } from "../../shared/ui/Table";
import { ChangeList } from "./ChangeList";
import { audit, type AuditRow } from "./api";
import { changeQuery, number, useQuery } from "../router";
import { type AuditText, useAuditText } from "./text";
import { Button } from "../../shared/ui/Button";
import { Chip, type Tone } from "../../shared/ui/Chip";
import { PageHead } from "../ui/PageHead";
import { useAct } from "../ui/notices";
import { SearchBox } from "../ui/SearchBox";
import { useCursor } from "../../shared/useCursor";

const exportName = "chatmirror-audit.ndjson";

/** Who did what, newest first; `?user`, `?action` and the keyword filter. Nothing here can be changed. */
export function Page() {
  const text = useAuditText();
  const t = text.audit;
  const query = useQuery();
  const filter = { user_id: number(query, "user"), action: query.get("action") ?? undefined, keyword: query.get("q") ?? undefined };
  const list = useCursor<AuditRow>(JSON.stringify(filter), (cursor, signal) => audit.list(filter, cursor, signal));
  const isFiltered = Object.values(filter).some((part) => part !== undefined);
  const { busy, act } = useAct();

  function takeAway() {
    void act("export", async () => keepFile(await audit.export(), exportName));
  }

  const clear = <Button size="small" onClick={() => changeQuery({ user: undefined, action: undefined, q: undefined })}>{t.all}</Button>;

  return (
    <>
      <PageHead title={t.title} intro={t.intro}>
        <SearchBox label={t.searchLabel} />
        <Button busy={busy === "export"} onClick={takeAway}>{t.export}</Button>
      </PageHead>
      <div className="filters">
        <Field label={t.action}>
          {(control) => (
            <select
              {...control}
              className="input select"
              value={filter.action ?? ""}
              onChange={(event) => changeQuery({ action: event.target.value })}
            >
              <option value="">{t.all}</option>
              {Object.entries(t.actions).map(([action, label]) => <option key={action} value={action}>{label}</option>)}
            </select>
          )}
        </Field>
        {filter.user_id !== undefined && (
          <Button size="small" onClick={() => changeQuery({ user: undefined })}>{t.onlyMember(filter.user_id)}</Button>
        )}
      </div>
      <div className="list-view">
        <CursorTable
          list={list} columns={columns(text)} words={t}
          empty={<div className="panel"><EmptyState icon={ClockIcon} title={isFiltered ? t.emptyFiltered : t.empty} action={isFiltered ? clear : null} /></div>}
        />
      </div>
    </>
  );
}

const tones: Record<string, Tone> = { done: "plain", refused: "warn", throttled: "warn", failed: "bad" };

function columns(text: AuditText): Column<AuditRow>[] {
  const t = text.audit;
  return [
    {
      key: "when",
      header: t.when,
      cell: (row) => (
        <time className="when" dateTime={new Date(row.created_time * 1000).toISOString()} title={formatDateTime(row.created_time)}>
          {formatMoment(row.created_time)}
        </time>
      ),
    },
    { key: "act", header: t.act, cell: (row) => <Act row={row} text={text} /> },
    {
      key: "who",
      header: t.who,
      cell: (row) => <Who row={row} text={text} />,
      wideOnly: true,
    },
    {
      key: "result",
      header: t.result,
      cell: (row) => <Result row={row} text={text} />,
      wideOnly: true,
    },
  ];
}

function Who({ row, text }: { row: AuditRow; text: AuditText }) {
  return (
    <span className="audit-who">
      <span><bdi>{row.username || text.audit.stranger}</bdi></span>
      <small>{row.address || text.audit.console}</small>
    </span>
  );
}

function Result({ row, text }: { row: AuditRow; text: AuditText }) {
  const labels: Record<string, string> = text.audit.results;
  return <Chip tone={tones[row.result] ?? "bad"}>{labels[row.result] ?? row.result}</Chip>;
}

/** On a phone the other columns stand below the act. */
function Act({ row, text }: { row: AuditRow; text: AuditText }) {
  const labels: Record<string, string> = text.audit.actions;
  const object = row.object;
  return (
    <div className="audit-act">
      <strong>{labels[row.action] ?? row.action}</strong>
      {object && <span><bdi>{object.name || `#${object.id}`}</bdi></span>}
      <div className="audit-rest">
        <Who row={row} text={text} />
        {row.result !== "done" && <Result row={row} text={text} />}
      </div>
      <ChangeList row={row} />
    </div>
  );
}
