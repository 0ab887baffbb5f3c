import { backend } from "../../shared/api";
import { formatNumber, locale } from "../../shared/i18n";
import { useCommon } from "../../shared/locales/common";
import { Spinner } from "../../shared/ui/Spinner";
import { useLoad } from "../../shared/useLoad";
import { refusalWords } from "../refusal/refusal";
import { useAvailabilityWords } from "./text";

interface Day {
  at: number;
  /** Of the requests, how many succeeded; null where nobody asked. */
  percent: number | null;
}

interface ModelDays {
  model: string;
  percent: number | null;
  days: Day[];
}

const fetchDays = async (): Promise<ModelDays[]> => (await backend<{ items: ModelDays[] }>("GET", "/backend-api/availability")).items;

/** How available the models were that one may use, by day. */
export function Availability() {
  const t = useAvailabilityWords();
  const common = useCommon();
  const found = useLoad("availability", fetchDays);
  return (
    <section>
      <h3>{t.title}</h3>
      <p className="field-hint">{t.intro}</p>
      {Boolean(found.error) && <p className="form-error" role="alert">{refusalWords(found.error)}</p>}
      {!found.value && !found.error && <Spinner label={common.loading} />}
      {found.value?.length === 0 && <p className="field-hint">{t.empty}</p>}
      {found.value?.map((item) => (
        <div key={item.model}>
          <div><strong dir="auto">{item.model}</strong> {shown(item.percent, t.nobody)}</div>
          <Strip item={item} label={t.strip(item.model, shown(item.percent, t.nobody))} nobody={t.nobody} />
        </div>
      ))}
    </section>
  );
}

const width = 8;

/** A field for each day. Its colours stand in the drawing: the styles of the chat page are full. */
function Strip({ item, label, nobody }: { item: ModelDays; label: string; nobody: string }) {
  return (
    <svg role="img" aria-label={label} width={item.days.length * width} height="20" viewBox={`0 0 ${item.days.length * width} 20`}>
      {item.days.map(({ at, percent }, place) => (
        <rect key={at} x={place * width} y="2" width={width - 2} height="16" rx="2" fill={colour(percent)}>
          <title>{`${day(at)}: ${shown(percent, nobody)}`}</title>
        </rect>
      ))}
    </svg>
  );
}

function shown(percent: number | null, nobody: string): string {
  return percent === null ? nobody : `${formatNumber(percent)}%`;
}

function day(at: number): string {
  return new Intl.DateTimeFormat(locale(), { month: "short", day: "numeric" }).format(at * 1000);
}

function colour(percent: number | null): string {
  if (percent === null) return "var(--border)";
  return percent >= 99 ? "var(--accent)" : percent >= 90 ? "var(--warning-fill)" : "var(--danger)";
}
