import { formatDateTime } from "../../shared/i18n";
import type { AuditRow } from "./api";
import { useAuditText } from "./text";
import { type Change, changes } from "./changes";

/** What an act changed, folded away until it is asked for. */
export function ChangeList({ row }: { row: AuditRow }) {
  const t = useAuditText().audit;
  const found = changes(row.before, row.after);
  if (found.length === 0) return null;
  const labels: Record<string, string> = t.fields;
  const shown = ({ field }: Change, text: string) => {
    if (field === "expires_at" && /^\d+$/.test(text)) return formatDateTime(Number(text));
    return field === "enabled" || field === "secrets" ? (text === "true" ? t.yes : t.no) : text;
  };
  return (
    <details className="audit-changes">
      <summary>{t.details}</summary>
      <dl>
        {found.map((change) => (
          <div key={change.field}>
            <dt>{labels[change.field] ?? change.field}</dt>
            <dd>
              {change.from !== null && <del><bdi>{shown(change, change.from)}</bdi></del>}
              {change.from !== null && change.to !== null && " → "}
              {change.to !== null && <ins><bdi>{shown(change, change.to)}</bdi></ins>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
