import { formatDateTime } from "../../shared/i18n";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { EmptyState } from "../../shared/ui/EmptyState";
import { WarningIcon } from "../../shared/ui/icons";
import { sizeOf } from "../../shared/size";
import { isolated } from "../../shared/ui/Sentence";
import { members } from "./api";
import { type Member, MemberStatus } from "./types";
import { errorText } from "../text";
import { useMemberText } from "./text";
import { Banner } from "../../shared/ui/Banner";
import { DryRun } from "../choice/DryRun";
import { Chip } from "../../shared/ui/Chip";
import { NoticeStrip } from "../ui/notices";
import { When } from "../ui/When";
import { useLoad } from "../../shared/useLoad";
import { MemberBalance } from "./MemberBalance";
import { MemberBindings } from "./MemberBindings";
import { MemberLink } from "./MemberLink";
import { MemberMenu } from "./MemberMenu";
import { MemberUsage } from "./MemberUsage";
import { roleName } from "./words";

/** One member in detail: link, accounts, use. */
export function MemberDrawer({ id, first, onChanged, onClose }: {
  id: number;
  /** What stands at the top from the beginning, such as that the member was just created. */
  first?: string | undefined;
  onChanged: () => void;
  onClose: () => void;
}) {
  const t = useMemberText();
  const common = useCommon();
  const loaded = useLoad(`member:${id}`, () => members.find(id));
  const member = loaded.value;

  function changed() {
    loaded.refresh();
    onChanged();
  }

  return (
    <Dialog variant="drawer" title={member ? isolated(member.display_name || member.username) : common.loading} onClose={onClose}>
      <NoticeStrip first={first}>
        {!member && !loaded.error && <DrawerSkeleton />}
        {Boolean(loaded.error) && (
          <EmptyState icon={WarningIcon} title={errorText(loaded.error)} action={<Button onClick={loaded.refresh}>{common.retry}</Button>} />
        )}
        {member && (
          <>
            {member.status === MemberStatus.disabled && <Banner tone="warn">{t.link.disabledMember}</Banner>}
            <Facts member={member} onChanged={changed} onDeleted={() => { onChanged(); onClose(); }} />
            <MemberLink member={member} onChanged={changed} />
            <MemberBindings member={member} onChanged={changed} />
            <MemberBalance member={member} onChanged={changed} />
            <MemberUsage id={id} packageId={member.package_id} group={member.group} />
            {member.accounts.length > 0 && <DryRun userId={id} />}
          </>
        )}
      </NoticeStrip>
    </Dialog>
  );
}

function Facts({ member, onChanged, onDeleted }: { member: Member; onChanged: () => void; onDeleted: () => void }) {
  const t = useMemberText();
  return (
    <section className="facts">
      <dl>
        <dt>{t.members.username}</dt>
        <dd><bdi>{member.username}</bdi></dd>
        <dt>{t.common.status}</dt>
        <dd>{member.status === MemberStatus.enabled ? <Chip tone="good">{t.common.enabled}</Chip> : <Chip>{t.common.disabled}</Chip>}</dd>
        <dt>{t.members.role}</dt>
        <dd>{roleName(t.members, member.role)}</dd>
        <dt>{t.members.package}</dt>
        <dd><bdi>{member.package_name || t.members.noPackage}</bdi></dd>
        {member.group && <><dt>{t.members.group}</dt><dd><bdi>{member.group}</bdi></dd></>}
        <dt>{t.members.files}</dt>
        <dd>{member.files_bytes ? sizeOf(member.files_bytes) : "–"}</dd>
        <dt>{t.members.lastSeen}</dt>
        <dd>{member.last_seen_time ? <When seconds={member.last_seen_time} /> : t.common.never}</dd>
        <dt>{t.common.createdAt}</dt>
        <dd>{formatDateTime(member.created_time)}</dd>
        {member.remark && <><dt>{t.common.remark}</dt><dd><bdi>{member.remark}</bdi></dd></>}
      </dl>
      <MemberMenu member={member} onChanged={onChanged} onDeleted={onDeleted} />
    </section>
  );
}

function DrawerSkeleton() {
  return (
    <div className="drawer-skeleton" aria-busy="true">
      {[0, 1, 2, 3, 4, 5].map((row) => <span key={row} className="skeleton" />)}
    </div>
  );
}
