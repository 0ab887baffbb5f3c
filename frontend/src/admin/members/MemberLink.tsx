import { useState } from "react";
import { formatDateTime } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { members } from "./api";
import type { LinkState, Member, NewLink } from "./types";
import { mayChange, useSelf } from "../self";
import { type MemberText, useMemberText } from "./text";
import { Confirm } from "../ui/Confirm";
import { useSay } from "../ui/notices";
import { relative } from "../ui/When";
import { LinkForm } from "./LinkForm";
import { NewLinkDialog } from "./NewLinkDialog";
import { isExpired } from "./words";

/** The personal link: its state, and creating, replacing, revoking it. */
export function MemberLink({ member, onChanged }: { member: Member; onChanged: () => void }) {
  const text = useMemberText();
  const t = text.link;
  const say = useSay();
  const isOpenToMe = mayChange(useSelf(), member);
  const [asked, setAsked] = useState<"create" | "revoke" | null>(null);
  const [fresh, setFresh] = useState<NewLink | null>(null);
  const { link } = member;

  return (
    <section className="drawer-section">
      <h3>{t.title}</h3>
      {link ? <p className="soft">{describe(t, link)}</p> : <p className="soft">{t.none}</p>}
      {isOpenToMe ? (
        <div className="row">
          <Button size="small" variant={link ? "secondary" : "primary"} onClick={() => setAsked("create")}>
            {link ? t.rotate : t.create}
          </Button>
          {link && <Button size="small" onClick={() => setAsked("revoke")}>{t.revoke}</Button>}
        </div>
      ) : (
        <p className="soft">{text.members.onlyOwner}</p>
      )}
      {asked === "create" && (
        <LinkForm
          member={member}
          onCreated={(made) => { setFresh(made); onChanged(); }}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === "revoke" && (
        <Confirm
          title={t.revokeTitle}
          confirmLabel={t.revoke}
          danger
          act={() => members.revokeLink(member.id)}
          onDone={() => { say(t.revokedToast, "success"); onChanged(); }}
          onClose={() => setAsked(null)}
        >
          <p>{t.revokeText}</p>
        </Confirm>
      )}
      {fresh && <NewLinkDialog made={fresh} onClose={() => setFresh(null)} />}
    </section>
  );
}

function describe(t: MemberText["link"], link: LinkState): string {
  const parts = [t.created(formatDateTime(link.created_time)), link.last_used_time ? t.used(relative(link.last_used_time)) : t.unused];
  if (link.expires_at === null) parts.push(t.noExpiry);
  else parts.push((isExpired(link) ? t.expired : t.expires)(formatDateTime(link.expires_at)));
  return parts.join(" · ");
}
