import { formatDateTime, formatNumber } from "../i18n";
import { receiptFacts } from "./receipt";
import { useUsageWords } from "./text";
import type { UsageRow } from "./usage";
import { accountWords, attemptWords, durationWords, keyWords, stopWords, tokenWords } from "./words";

/** All that is known of one request; who asked only where everybody's are listed, and of accounts what the server tells. */
export function UsageFacts({ row, isEverybodys = false }: { row: UsageRow; isEverybodys?: boolean }) {
  const t = useUsageWords();
  const why = stopWords(row, t);
  const facts: [string, string][] = [
    ...(row.request_id ? [[t.requestId, row.request_id]] as [string, string][] : []),
    [t.when, formatDateTime(row.created_at)],
    ...(isEverybodys ? [[t.member, row.username]] as [string, string][] : []),
    ...(isEverybodys || row.channel_name ? [[t.account, accountWords(row)]] as [string, string][] : []),
    [t.key, keyWords(row, t)],
    [t.model, row.model_name],
    [t.way, row.is_stream ? t.streamed : t.whole],
    [t.firstToken, durationWords(row.first_token_ms, t)],
    [t.duration, durationWords(row.duration_ms, t)],
    [t.tokensIn, tokenWords(row.prompt_tokens, row)],
    [t.tokensOut, tokenWords(row.completion_tokens, row)],
    ...(row.is_estimate ? [[t.tokens, t.estimated]] as [string, string][] : []),
    [t.tokensCached, formatNumber(row.cached_tokens)],
    [t.tokensReasoning, formatNumber(row.reasoning_tokens)],
    [t.units, formatNumber(row.units)],
    ...(why ? [[t.stopReason, why]] as [string, string][] : []),
  ];
  return (
    <div className="usage-facts">
      <dl>
        {facts.map(([label, words]) => <div key={label}><dt>{label}</dt><dd><bdi>{words}</bdi></dd></div>)}
      </dl>
      <Receipt row={row} />
      <Attempts row={row} />
    </div>
  );
}

/** What it cost, and how that came about. */
function Receipt({ row }: { row: UsageRow }) {
  const t = useUsageWords();
  return (
    <section className="usage-receipt" aria-label={t.receipt}>
      <strong>{t.receipt}</strong>
      <dl>
        {receiptFacts(row, t).map(([label, words]) => <div key={label}><dt>{label}</dt><dd><bdi>{words}</bdi></dd></div>)}
      </dl>
    </section>
  );
}

function Attempts({ row }: { row: UsageRow }) {
  const t = useUsageWords();
  return (
    <section className="usage-attempts" aria-label={t.attempts}>
      <strong>{t.attempts}</strong>
      {row.attempts.length === 0 ? <p className="soft">{t.noAttempts}</p> : (
        <ol>
          {row.attempts.map((attempt, index) => <li key={index} dir="auto">{attemptWords(attempt, t)}</li>)}
        </ol>
      )}
    </section>
  );
}
