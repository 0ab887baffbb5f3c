import "../ui/together";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { WarningIcon } from "../../shared/ui/icons";
import { type Account, AccountStatus } from "../accounts/types";
import { type Member, MemberStatus } from "../members/types";
import { all } from "../lists";
import { Checklist } from "./Checklist";
import { FailingNow } from "./FailingNow";
import { Freshness } from "./Freshness";
import { LiveCalls } from "./LiveCalls";
import { memberInQuestion, stepsDone } from "./steps";
import { useAccountText } from "../accounts/text";
import { errorText } from "../text";
import { useOverviewText } from "./text";
import { Tiles } from "./Tiles";
import { Banner } from "../../shared/ui/Banner";
import { Link } from "../ui/Link";
import { PageHead } from "../ui/PageHead";
import { useLoad } from "../../shared/useLoad";

/** How things stand, what needs a hand, and the first steps until they are done. */
export function Page() {
  const t = useOverviewText().overview;
  const { notice } = useAccountText();
  const members = useLoad("members", () => all<Member>("user"));
  const accounts = useLoad("accounts", () => all<Account>("channel"));
  const steps = members.value && accounts.value ? stepsDone(members.value.items, accounts.value.items) : null;
  const isNew = steps !== null && Object.values(steps).some((done) => !done);

  return (
    <>
      <PageHead title={t.title}><Freshness /></PageHead>
      {isNew && steps && <Checklist done={steps} member={memberInQuestion(members.value?.items ?? [], accounts.value?.items ?? [])} />}
      {accounts.value?.total !== 0 && <FailingNow onChanged={accounts.refresh} />}
      <Tiles />
      <LiveCalls />
      <Banner tone="info" title={notice.title}>{notice.text}</Banner>
      {Boolean(members.error) && <NotLoaded what={t.members} error={members.error} retry={members.refresh} />}
      {Boolean(accounts.error) && <NotLoaded what={t.accountList} error={accounts.error} retry={accounts.refresh} />}
      {members.value && accounts.value && <Attention members={members.value.items} accounts={accounts.value.items} />}
    </>
  );
}

/** The first steps and what needs attention are read from these lists. */
function NotLoaded({ what, error, retry }: { what: string; error: unknown; retry: () => void }) {
  const t = useOverviewText().overview;
  const common = useCommon();
  const action = <Button size="small" aria-label={`${common.retry}: ${what}`} onClick={retry}>{common.retry}</Button>;
  return <Banner tone="warn" role="status" title={what} action={action}>{`${t.loadFailed} ${errorText(error)}`}</Banner>;
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
