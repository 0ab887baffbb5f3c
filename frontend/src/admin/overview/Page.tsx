import "../ui/together";
import type { ReactNode } from "react";
import { EmptyState } from "../../shared/ui/EmptyState";
import { Button } from "../../shared/ui/Button";
import { useCommon } from "../../shared/locales/common";
import { formatNumber } from "../../shared/i18n";
import { WarningIcon } from "../../shared/ui/icons";
import { type Account, AccountStatus } from "../accounts/types";
import { type Member, MemberStatus } from "../members/types";
import { all } from "../lists";
import { Checklist } from "./Checklist";
import { FailingNow } from "./FailingNow";
import { memberInQuestion, stepsDone } from "./steps";
import { errorText } from "../text";
import { useAccountText } from "../accounts/text";
import { useOverviewText } from "./text";
import { Banner } from "../../shared/ui/Banner";
import { Link } from "../ui/Link";
import { PageHead } from "../ui/PageHead";
import { useLoad } from "../../shared/useLoad";
import { packages } from "../packages/api";

/** How things stand, what needs a hand, and the first steps until they are done. */
export function Page() {
  const t = useOverviewText().overview;
  const { notice } = useAccountText();
  const members = useLoad("members", () => all<Member>("user"));
  const accounts = useLoad("accounts", () => all<Account>("channel"));
  const sets = useLoad("packages", () => packages.list({ page: 1, pageSize: 1 }));
  const steps = members.value && accounts.value ? stepsDone(members.value.items, accounts.value.items) : null;
  const isNew = steps !== null && Object.values(steps).some((done) => !done);

  return (
    <>
      <PageHead title={t.title} />
      <div className="tiles">
        <Tile title={t.members} href="/admin/members" total={members.value?.total} error={members.error} retry={members.refresh}>
          {members.value && <MemberCounts members={members.value.items} />}
        </Tile>
        <Tile title={t.accounts} href="/admin/accounts" total={accounts.value?.total} error={accounts.error} retry={accounts.refresh}>
          {accounts.value && <AccountCounts accounts={accounts.value.items} />}
        </Tile>
        <Tile title={t.packages} href="/admin/packages" total={sets.value?.total} error={sets.error} retry={sets.refresh} />
      </div>
      {isNew && steps && <Checklist done={steps} member={memberInQuestion(members.value?.items ?? [], accounts.value?.items ?? [])} />}
      {accounts.value?.total !== 0 && <FailingNow onChanged={accounts.refresh} />}
      <Banner tone="info" title={notice.title}>{notice.text}</Banner>
      {members.value && accounts.value && <Attention members={members.value.items} accounts={accounts.value.items} />}
    </>
  );
}

function Tile({ title, href, total, error, retry, children }: {
  title: string;
  href: string;
  total: number | undefined;
  error: unknown;
  retry: () => void;
  children?: ReactNode;
}) {
  const t = useOverviewText().overview;
  const common = useCommon();
  if (error && total === undefined) {
    return (
      <div className="tile">
        <EmptyState icon={WarningIcon} title={t.loadFailed} action={<Button size="small" onClick={retry}>{common.retry}</Button>}>
          {errorText(error)}
        </EmptyState>
      </div>
    );
  }
  return (
    <Link className="tile" href={href}>
      <span className="tile-title">{title}</span>
      {total === undefined ? <span className="skeleton tile-number" /> : <span className="tile-number">{formatNumber(total)}</span>}
      <span className="tile-note">{children}</span>
    </Link>
  );
}

function MemberCounts({ members }: { members: Member[] }) {
  const t = useOverviewText().overview;
  const disabled = members.filter((member) => member.status === MemberStatus.disabled).length;
  return <>{[t.enabled(members.length - disabled), ...(disabled ? [t.disabled(disabled)] : [])].join(" · ")}</>;
}

function AccountCounts({ accounts }: { accounts: Account[] }) {
  const t = useOverviewText().overview;
  const count = (status: number) => accounts.filter((account) => account.status === status).length;
  const broken = count(AccountStatus.attention);
  const parts = [t.enabled(count(AccountStatus.enabled))];
  if (count(AccountStatus.disabled)) parts.push(t.disabled(count(AccountStatus.disabled)));
  return (
    <>
      {parts.join(" · ")}
      {broken > 0 && <> · <strong className="bad-text">{t.attention(broken)}</strong></>}
    </>
  );
}

/** What fails now stands elsewhere, where the server can say it. */
function Attention({ members, accounts }: { members: Member[]; accounts: Account[] }) {
  const t = useOverviewText().overview;
  const broken = accounts.filter((account) => account.status === AccountStatus.attention && !account.health);
  const unbound = members.filter((member) => member.role < 10 && member.status === MemberStatus.enabled && member.accounts.length === 0);
  return (
    <section className="panel attention">
      <h2>{t.attentionTitle}</h2>
      {broken.length === 0 && unbound.length === 0 && <p className="soft">{t.allWell}</p>}
      <ul className="plain-list">
        {broken.map((account) => (
          <li key={account.id}>
            <WarningIcon size={18} />
            <span className="grow">
              <Link className="cell-link" dir="auto" href={`/admin/accounts?q=${encodeURIComponent(account.name)}`}>{account.name}</Link>
              <small dir="auto">{account.status_reason || t.noReason}</small>
            </span>
          </li>
        ))}
        {unbound.length > 0 && (
          <li>
            <WarningIcon size={18} />
            <span className="grow">
              {t.unbound(unbound.length)}
              <small>
                {unbound.slice(0, 5).map((member, index) => (
                  <span key={member.id}>{index > 0 && ", "}<Link href={`/admin/members?open=${member.id}`}><bdi>{member.username}</bdi></Link></span>
                ))}
                {unbound.length > 5 && " …"}
              </small>
            </span>
          </li>
        )}
      </ul>
    </section>
  );
}
