import { dollarWords, formatRatio } from "../../shared/money";
import { Chip } from "../../shared/ui/Chip";
import type { Column } from "../../shared/ui/Table";
import { CellText } from "../ui/CellText";
import type { ModelPrice } from "./api";
import { dollarsForInput } from "./draft";
import type { PriceText } from "./text";

/** A model, how it is charged, and what a million tokens come to. */
export function priceColumns(t: PriceText["prices"]): Column<ModelPrice>[] {
  const ofTokens = (item: ModelPrice, words: (item: ModelPrice) => string) =>
    (item.is_free || item.quota_type === 1 ? <span className="faint">–</span> : <span className="nowrap">{words(item)}</span>);
  return [
    { key: "model", header: t.model, cell: (item) => <CellText text={item.model_name} isStrong /> },
    { key: "charged", header: t.charged, cell: (item) => <Charged item={item} t={t} /> },
    { key: "ratio", header: t.ratio, align: "end", wideOnly: true, cell: (item) => ofTokens(item, (one) => formatRatio(one.model_ratio)) },
    { key: "completion", header: t.completion, align: "end", wideOnly: true, cell: (item) => ofTokens(item, (one) => formatRatio(one.completion_ratio)) },
    { key: "input", header: t.input, align: "end", wideOnly: true, cell: (item) => ofTokens(item, (one) => dollarWords(dollarsForInput(one.model_ratio))) },
    {
      key: "output",
      header: t.output,
      align: "end",
      wideOnly: true,
      cell: (item) => ofTokens(item, (one) => dollarWords(dollarsForInput(one.model_ratio) * one.completion_ratio)),
    },
  ];
}

/** What a phone shows of a price, too. */
function Charged({ item, t }: { item: ModelPrice; t: PriceText["prices"] }) {
  if (item.is_free) return <Chip tone="warn">{t.kinds.free}</Chip>;
  if (item.price_unit === "second") return <span className="nowrap">{t.perSecond(dollarWords(item.model_price))}</span>;
  if (item.quota_type === 1) return <span className="nowrap">{t.perCall(dollarWords(item.model_price))}</span>;
  const [input, output] = [dollarsForInput(item.model_ratio), dollarsForInput(item.model_ratio) * item.completion_ratio];
  return (
    <span className="cell-name">
      <span>{t.kinds.tokens}</span>
      <small className="narrow-only">{`${dollarWords(input)} / ${dollarWords(output)}`}</small>
    </span>
  );
}
