/** What would become of each account that was pasted, as a table. */
import { formatMoment } from "../../shared/i18n";
import { Chip, type Tone } from "../../shared/ui/Chip";
import { type Column, Table } from "../../shared/ui/Table";
import { countOutcomes, countWords, type ImportItem, kindOf, leftOutFirst, type Outcome } from "./importing";
import { useProviders } from "./providers";
import { type AccountText, useAccountText } from "./text";
import type { Provider } from "./types";

/** More rows than anybody reads; their number is said. */
export const mostShown = 200;

const tones: Record<Outcome, Tone> = { new: "good", duplicate: "plain", expired: "warn", invalid: "bad" };

export function Preview({ items }: { items: readonly ImportItem[] }) {
  const text = useAccountText();
  const t = text.importing;
  return (
    <div className="import-preview">
      <p><strong>{countWords(countOutcomes(items), t)}</strong></p>
      <Table caption={t.table} columns={columns(text, useProviders())} rows={leftOutFirst(items).slice(0, mostShown)} rowKey={(_, place) => place} />
      {items.length > mostShown && <p className="field-hint">{t.more(items.length - mostShown)}</p>}
    </div>
  );
}

/** On a phone the kind stands below the name, and the reason below the outcome. */
function columns(text: AccountText, providers: readonly Provider[]): Column<ImportItem>[] {
  const t = text.importing;
  return [
    { key: "line", header: t.lineHead, align: "end", cell: (item) => item.line },
    { key: "kind", header: t.kind, cell: (item) => <span dir="auto">{kindOf(item, t, providers)}</span>, wideOnly: true },
    {
      key: "whose",
      header: t.whose,
      cell: (item) => (
        <>
          <span className="import-whose" dir="auto">{item.email || item.name}</span>
          <small className="import-narrow soft" dir="auto">{kindOf(item, t, providers)}</small>
        </>
      ),
    },
    { key: "plan", header: t.plan, cell: (item) => <span dir="auto">{item.plan}</span>, wideOnly: true },
    { key: "expires", header: t.expires, cell: (item) => item.expires_at !== null && formatMoment(item.expires_at), wideOnly: true },
    {
      key: "outcome",
      header: t.outcome,
      cell: (item) => (
        <>
          <Chip tone={tones[item.outcome]}>{t.outcomes[item.outcome]}</Chip>
          {item.reason && <small className="import-reason import-narrow soft" dir="auto">{item.reason}</small>}
        </>
      ),
    },
    { key: "reason", header: t.reason, cell: (item) => <span className="import-reason" dir="auto">{item.reason}</span>, wideOnly: true },
  ];
}
