import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Banner } from "../../shared/ui/Banner";
import { Button } from "../../shared/ui/Button";
import { isolated } from "../../shared/ui/Sentence";
import { useLoad } from "../../shared/useLoad";
import { DisableAccount } from "../accounts/DisableAccount";
import { TestButton, type Tests, TestVerdict, useTests } from "../accounts/tests";
import { accounts } from "../accounts/api";
import { type Failing, health } from "../health/api";
import { AccountStatus } from "../accounts/types";
import { HealthChip, HealthReason } from "../health/HealthWords";
import { RetryButton } from "../health/RetryButton";
import { useAccountText } from "../accounts/text";
import { useHealthText } from "../health/text";
import { errorText } from "../text";
import { Link } from "../ui/Link";
import { useAct } from "../ui/notices";
import { useEvery } from "./useEvery";

const pause = 10_000;

/** The accounts that cannot answer right now, whom that hits, and what can be done about it; nothing where an older server cannot say. */
export function FailingNow({ onChanged }: { onChanged: () => void }) {
  const t = useHealthText().health;
  const common = useCommon();
  const list = useLoad("failing", health.failing);
  const { refresh } = list;
  const tests = useTests(() => changed());
  useEvery(pause, refresh);

  function changed() {
    refresh();
    onChanged();
  }

  if (list.value === "unknown") return null;
  return (
    <section className="panel attention" aria-labelledby="failing-now">
      <h2 id="failing-now">{t.failingTitle}</h2>
      {Boolean(list.error) && (
        <Banner tone="warn" role="status" action={<Button size="small" onClick={refresh}>{common.retry}</Button>}>
          {`${t.failingFailed} ${errorText(list.error)}`}
        </Banner>
      )}
      {!list.value && !list.error && <span className="skeleton" />}
      {list.value?.length === 0 && <p className="soft">{t.allWork}</p>}
      <ul className="failing">
        {list.value?.map((item) => <FailingRow key={item.id} item={item} tests={tests} onChanged={changed} />)}
      </ul>
    </section>
  );
}

function FailingRow({ item, tests, onChanged }: { item: Failing; tests: Tests; onChanged: () => void }) {
  const text = useAccountText();
  const t = useHealthText().health;
  const [isDisabling, setDisabling] = useState(false);
  const { busy, act } = useAct();

  async function enable() {
    const toast = text.accounts.enabledToast(isolated(item.name));
    if (await act("enable", () => accounts.setStatus(item.id, AccountStatus.enabled), toast)) onChanged();
  }

  return (
    <li>
      <div className="failing-words">
        <span className="failing-name">
          <Link className="cell-link" dir="auto" href={`/admin/accounts?q=${encodeURIComponent(item.name)}`}>{item.name}</Link>
          <HealthChip health={item.health} />
        </span>
        <HealthReason health={item.health} />
        <Affected item={item} />
        <TestVerdict account={item} tests={tests}>{null}</TestVerdict>
      </div>
      <div className="failing-actions">
        <TestButton account={item} tests={tests} />
        <RetryButton account={item} onDone={() => { tests.forget(item.id); onChanged(); }} />
        {item.health.state === "disabled"
          ? <Button size="small" busy={busy !== null} aria-label={t.enableNamed(item.name)} onClick={() => void enable()}>{text.common.enable}</Button>
          : <Button size="small" aria-label={t.disableNamed(item.name)} onClick={() => setDisabling(true)}>{text.common.disable}</Button>}
      </div>
      {isDisabling && <DisableAccount account={item} onDone={onChanged} onClose={() => setDisabling(false)} />}
    </li>
  );
}

function Affected({ item }: { item: Failing }) {
  const t = useHealthText().health;
  const more = item.affected_count - item.affected.length;
  return (
    <small>
      {t.affected(item.affected_count)} {item.affected.map((name, index) => <span key={name}>{index > 0 && ", "}<bdi>{name}</bdi></span>)}
      {more > 0 && item.affected.length > 0 && ` ${t.affectedMore(more)}`}
    </small>
  );
}
