import { ApiError } from "../../shared/api";
import { formatNumber, useSentences } from "../../shared/i18n";
import { explain, useCommon } from "../../shared/locales/common";
import { unitsInDollars } from "../../shared/units";
import { type Bucket, type Ranked, stats, successShare, type Sums } from "../../shared/stats/stats";
import { shareWords, shortNumber, spentWords } from "../../shared/stats/words";
import { Banner } from "../../shared/ui/Banner";
import { Button } from "../../shared/ui/Button";
import { useLoad } from "../../shared/useLoad";
import { formatIn, siteZone } from "../../shared/zone";
import { en } from "./en";
import { lastDays } from "./lastDays";
import { zh } from "./zh";

const both = { en, zh };

// Set by the object model, which the page's policy permits: a rule more in the style sheet would be loaded with the chat.
const beside = { display: "grid", alignItems: "start", gridTemplateColumns: "repeat(auto-fit, minmax(min(17rem, 100%), 1fr))", gap: "14px 28px" };

/** What one asked in the last 30 days: how much of it each day, of which models, and how often it succeeded. */
export function OwnSums({ round }: { round: number }) {
  const t = useSentences(both);
  const common = useCommon();
  const sums = useLoad(`sums ${round}`, async (signal) => {
    const span = lastDays(Date.now() / 1000, siteZone());
    const [trend, ranking] = await Promise.all([stats.ownTrend("day", span, signal), stats.ownRanking("model", span, signal)]);
    return { days: trend.items, ...ranking };
  });
  const { value, error } = sums;
  if (error && !value) {
    const why = error instanceof ApiError ? explain(error) : common.somethingWrong;
    return <Banner tone="warn" role="status" action={<Button size="small" onClick={sums.refresh}>{common.retry}</Button>}>{`${t.notLoaded} ${why}`}</Banner>;
  }
  if (!value) return <span className="skeleton" />;
  if (value.total.requests === 0) return null;
  return (
    <section className="usage-facts" aria-label={t.title}>
      <strong>{t.title}</strong>
      <div style={beside}>
        <Days items={value.days} t={t} />
        <dl>
          {facts(value.total, t).map(([label, words]) => <div key={label}><dt>{label}</dt><dd>{words}</dd></div>)}
        </dl>
        <dl aria-label={t.models}>{value.items.map((item) => <Model key={item.name} item={item} t={t} />)}</dl>
      </div>
    </section>
  );
}

function facts(total: Sums, t: typeof en): [string, string][] {
  const failed = total.failed > 0 ? ` · ${t.failed(total.failed)}` : "";
  return [
    [t.requests, formatNumber(total.requests)],
    [t.success, shareWords(successShare(total)) + failed],
    [t.tokens, t.tokensOf(shortNumber(total.prompt_tokens), shortNumber(total.completion_tokens))],
    ...(total.quota > 0 ? [[t.cost, spentWords(unitsInDollars(total.quota))]] as [string, string][] : []),
  ];
}

function Model({ item, t }: { item: Ranked; t: typeof en }) {
  return <div><dt><bdi>{item.name}</bdi></dt><dd>{t.ofModel(item.requests, shareWords(successShare(item)))}</dd></div>;
}

const height = 64;
const step = 10;

/** A bar a day, its failures in another colour at the foot; a screen reader has the days as a list. */
function Days({ items, t }: { items: readonly Bucket[]; t: typeof en }) {
  const zone = siteZone();
  const most = items.reduce((top, item) => (item.requests > top.requests ? item : top));
  const tall = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most.requests) * height));
  const name = (item: Bucket) => t.ofDay(formatIn(zone, item.at, "day"), item.requests, item.failed);
  return (
    <>
      <svg
        role="img" aria-label={t.chart(formatNumber(most.requests), formatIn(zone, most.at, "day"))}
        viewBox={`0 0 ${items.length * step} ${height}`} preserveAspectRatio="none" width="100%" height={height}
      >
        {items.map((item, place) => (
          <g key={item.at}>
            <title>{name(item)}</title>
            {/* So that a tip comes up over the whole day. */}
            <rect x={place * step} y={0} width={step} height={height} fill="transparent" />
            <rect x={place * step + 1} y={height - tall(item.requests)} width={step - 2} height={tall(item.requests)} style={{ fill: "var(--accent)" }} />
            <rect x={place * step + 1} y={height - tall(item.failed)} width={step - 2} height={tall(item.failed)} style={{ fill: "var(--danger)" }} />
          </g>
        ))}
        <rect x={0} y={height - 1} width={items.length * step} height={1} style={{ fill: "var(--border-strong)" }} />
      </svg>
      <ul className="visually-hidden">
        {items.filter(({ requests }) => requests > 0).map((item) => <li key={item.at}>{name(item)}</li>)}
      </ul>
    </>
  );
}
