import { useState } from "react";
import { useLoad } from "../../shared/useLoad";
import { Select } from "../../shared/ui/Field";
import { choices, type Load } from "../choice/api";
import { useChoiceText } from "../choice/text";
import { type Option, optionNames, saveOption } from "./api";
import { Section, useSection } from "./Section";
import { useSettingsText } from "./text";
import { type Strategy, strategies, strategyIn, valueOf } from "./values";

/** How one of equal accounts is chosen, and what came of it in the last hour. */
export function StrategySection({ options }: { options: readonly Option[] }) {
  const t = useSettingsText().settings;
  const section = useSection();
  const [strategy, setStrategy] = useState<Strategy>(() => strategyIn(valueOf(options, optionNames.strategy)));
  const atField = section.submit.fields["value"];
  const save = () => section.save({}, async () => { await saveOption({ key: optionNames.strategy, value: strategy }); });
  return (
    <Section title={t.strategy} intro={t.strategyIntro} section={section} refusal={atField ? "" : section.refusal} onSave={() => void save()}>
      <Select
        label={t.strategyLabel} hint={t.strategyHints[strategy]} name="value" error={atField} value={strategy}
        options={strategies.map((value) => ({ value, label: t.strategies[value] }))}
        onChange={(chosen) => { setStrategy(chosen); section.changed(); }}
      />
      <Shares />
    </Section>
  );
}

function Shares() {
  const t = useChoiceText().choice;
  const loads = useLoad("loads", choices.loads);
  const items = loads.value;
  if (!items) return null;
  const all = items.reduce((sum, item) => sum + item.count, 0);
  return (
    <div className="shares">
      <h3>{t.loads}</h3>
      {items.length === 0 ? <p className="soft">{t.loadsNone}</p> : (
        <ul>{items.map((item) => <Share key={item.id} item={item} of={all} />)}</ul>
      )}
    </div>
  );
}

function Share({ item, of }: { item: Load; of: number }) {
  const t = useChoiceText().choice;
  const percent = Math.round((item.count / of) * 100);
  return (
    <li className="usage">
      <div className="usage-words"><span dir="auto">{item.name || t.gone(item.id)}</span><span>{t.load(item.count, percent)}</span></div>
      <div className="usage-bar" aria-hidden="true"><span style={{ width: `${percent}%` }} /></div>
    </li>
  );
}
