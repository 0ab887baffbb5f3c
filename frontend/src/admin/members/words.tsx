import { formatMoment } from "../../shared/i18n";
import type { LinkState } from "./types";
import { Role } from "../../shared/roles";
import { type MemberText, useMemberText } from "./text";
import { Chip } from "../../shared/ui/Chip";

export function roleName(t: MemberText["members"], role: number): string {
  if (role >= Role.root) return t.roleRoot;
  return role >= Role.admin ? t.roleAdmin : t.roleMember;
}

export function isExpired(link: LinkState): boolean {
  return link.expires_at !== null && link.expires_at * 1000 <= Date.now();
}

/** Whether a member's link works, was ever used, and until when it lasts. */
export function LinkChip({ link }: { link: LinkState | null }) {
  const t = useMemberText().members;
  if (!link) return <span className="faint">{t.linkNone}</span>;
  if (isExpired(link)) return <Chip tone="bad">{t.linkExpired}</Chip>;
  const words = link.last_used_time ? t.linkActive : t.linkUnused;
  return (
    <span className="cell-link-state">
      <Chip tone={link.last_used_time ? "good" : "plain"}>{words}</Chip>
      {link.expires_at && <small className="chip-note">{t.linkUntil(formatMoment(link.expires_at))}</small>}
    </span>
  );
}
