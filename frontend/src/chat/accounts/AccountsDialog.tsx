import "../together";
import { formatMoment } from "../../shared/i18n";
import { useCommon } from "../../shared/locales/common";
import { useLoad } from "../../shared/useLoad";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { EmptyState } from "../../shared/ui/EmptyState";
import { RefreshIcon, ServerIcon } from "../../shared/ui/icons";
import { Spinner } from "../../shared/ui/Spinner";
import { refusalWords } from "../refusal/refusal";
import { AccountRow } from "./AccountRow";
import { fetchAccounts } from "./accounts";
import { useAccountWords } from "./text";

/** How the accounts are that one may use, as of when it was opened or refreshed. */
export function AccountsDialog({ onClose }: { onClose: () => void }) {
  const t = useAccountWords();
  const common = useCommon();
  const list = useLoad("accounts", fetchAccounts);
  const found = list.value;
  const missing = found ? found.total - found.items.length : 0;

  return (
    <Dialog
      title={t.title}
      wide
      onClose={onClose}
      footer={
        <>
          <Button icon={RefreshIcon} onClick={list.refresh}>{t.refresh}</Button>
          <Button variant="primary" onClick={onClose}>{common.close}</Button>
        </>
      }
    >
      <div className="form" aria-busy={list.isLoading || undefined}>
        {Boolean(list.error) && <p className="form-error" role="alert">{refusalWords(list.error)}</p>}
        {!found && !list.error && <Spinner label={common.loading} />}
        {found?.total === 0 && <EmptyState icon={ServerIcon} title={t.empty}>{t.emptyHint}</EmptyState>}
        {found && found.total > 0 && (
          <>
            <p>{t.intro}</p>
            <ul className="accounts">
              {found.items.map((account, place) => <AccountRow key={place} account={account} now={found.at} />)}
            </ul>
            {missing > 0 && <p className="field-hint">{t.more(missing)}</p>}
          </>
        )}
        {found && <p className="field-hint" role="status">{t.asOf(formatMoment(found.at))}</p>}
      </div>
    </Dialog>
  );
}
