/** What a request cost, line by line: the counters and the ratios that they were multiplied by. */
import { formatNumber } from "../i18n";
import { dollarWords, formatRatio, unitWords } from "../money";
import type { UsageWords } from "./en";
import type { UsageRow } from "./usage";

type Fact = [label: string, words: string];

export function receiptFacts(row: UsageRow, t: UsageWords): Fact[] {
  const payer: Fact = [t.payer, t.payerGroup(row.username || t.you, row.group)];
  const charged = chargedBy(row.other);
  const ratio = charged["group_ratio"];
  if (ratio === undefined) return [payer, [t.cost, t.free]];
  const isWithout = row.status === "failed" && row.quota === 0 && row.first_token_ms === null;
  const cost: Fact = [t.cost, isWithout ? t.freeEnd : t.costWords(unitWords(row.quota), formatNumber(row.quota))];
  return [payer, cost, ...priceFacts(row, charged, t), ...toolFacts(charged, t), [t.groupRatio, formatRatio(ratio)]];
}

function priceFacts(row: UsageRow, charged: Record<string, number>, t: UsageWords): Fact[] {
  const [call, second] = [charged["model_price"], charged["second_price"]];
  if (second !== undefined) return [[t.perSecond, t.times(dollarWords(second), t.seconds(formatRatio((charged["sound_ms"] ?? 0) / 1000)))]];
  return call === undefined ? tokenFacts(row, charged, t) : callFacts(call, charged, t);
}

function callFacts(price: number, charged: Record<string, number>, t: UsageWords): Fact[] {
  const [calls, multiple] = [charged["calls"] ?? 1, charged["picture_ratio"]];
  const words = calls === 1 ? dollarWords(price) : t.times(dollarWords(price), formatNumber(calls));
  return [[t.perCall, words], ...(multiple === undefined ? [] : [[t.pictureRatio, formatRatio(multiple)] as Fact])];
}

/** What the upstream's own tools did: searches have a price for a thousand, pictures for each. */
function toolFacts(charged: Record<string, number>, t: UsageWords): Fact[] {
  const searches = ([["web_search", t.webSearches], ["file_search", t.fileSearches]] as const).flatMap(([name, label]): Fact[] => {
    const [count, price] = [charged[`${name}_call_count`], charged[`${name}_price`]];
    return count === undefined || price === undefined ? [] : [[label, t.times(dollarWords(price / 1000), formatNumber(count))]];
  });
  const pictures = Object.entries(t.madePictures).flatMap(([kind, label]): Fact[] => {
    const [count, price] = [charged[`image_generation_${kind}_count`], charged[`image_generation_${kind}_price`]];
    return count === undefined || price === undefined ? [] : [[label, t.times(dollarWords(price), formatNumber(count))]];
  });
  return [...searches, ...pictures];
}

function tokenFacts(row: UsageRow, charged: Record<string, number>, t: UsageWords): Fact[] {
  const of = (name: string) => charged[name] ?? 0;
  const completion = charged["completion_ratio"] ?? 1;
  const parts = charged["audio_ratio"] !== undefined ? [
    { label: t.receiptLines.text, count: of("text_input"), ratio: 1 },
    { label: t.receiptLines.out, count: of("text_output"), ratio: completion },
    { label: t.receiptLines.heard, count: of("audio_input"), ratio: of("audio_ratio") },
    { label: t.receiptLines.spoken, count: of("audio_output"), ratio: of("audio_ratio") * of("audio_completion_ratio") },
  ] : [
    {
      label: t.receiptLines.text,
      count: Math.max(0, row.prompt_tokens - of("cache_tokens") - of("cache_creation_tokens") - of("image_output") - of("audio_input_token_count")),
      ratio: 1,
    },
    { label: t.receiptLines.cached, count: of("cache_tokens"), ratio: of("cache_ratio") },
    { label: t.receiptLines.written, count: of("cache_creation_tokens"), ratio: of("cache_creation_ratio") },
    { label: t.receiptLines.image, count: of("image_output"), ratio: of("image_ratio") },
    { label: t.receiptLines.out, count: row.completion_tokens, ratio: completion },
  ];
  const lines = parts.filter((part) => part.count > 0).map((part): Fact => [part.label, t.times(formatNumber(part.count), formatRatio(part.ratio))]);
  const heard = of("audio_input_token_count");
  const apart: Fact[] = heard > 0 ? [[t.heardApart, t.times(formatNumber(heard), t.perMillion(dollarWords(of("audio_input_price"))))]] : [];
  return [...lines, [t.modelRatio, formatRatio(of("model_ratio"))], ...apart];
}

/** The numbers of the row's JSON; none where it cannot be read. */
function chargedBy(other: string): Record<string, number> {
  try {
    const value: unknown = JSON.parse(other);
    const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === "number"));
  } catch {
    return {};
  }
}
