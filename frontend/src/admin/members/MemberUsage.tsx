import { formatMoment } from "../../shared/i18n";
import { kindOf, unitOf, unlimited } from "../../shared/limits/limits";
import { countedFor, onlyModels, windowName } from "../../shared/limits/names";
import { useLimitWords } from "../../shared/limits/text";
import { useCommon } from "../../shared/locales/common";
import { names } from "../../shared/names";
import { Button } from "../../shared/ui/Button";
import { Sentence } from "../../shared/ui/Sentence";
import { members } from "./api";
import type { WindowUsage } from "./types";
import { errorText } from "../text";
import { useMemberText } from "./text";
import { Banner } from "../../shared/ui/Banner";
import { useLoad } from "../../shared/useLoad";

/** What a member has used of each limit; loads anew when the package or the group changes. */
export function MemberUsage({ id, packageId, group }: { id: number; packageId: number | null; group: string | undefined }) {
  const t = useMemberText().usage;
  const common = useCommon();
  const usage = useLoad(`usage:${id}:${packageId}:${group}`, () => members.usage(id));
  return (
    <section className="drawer-section">
      <h3>{t.title}</h3>
      {usage.isLoading && !usage.value && <span className="skeleton" />}
      {Boolean(usage.error) && (
        <Banner tone="bad" action={<Button size="small" onClick={usage.refresh}>{common.retry}</Button>}>{errorText(usage.error)}</Banner>
      )}
      {usage.value?.length === 0 && <p className="soft">{t.none}</p>}
      {usage.value?.map((window, place) => <UsageBar key={place} usage={window} />)}
    </section>
  );
}

function UsageBar({ usage }: { usage: WindowUsage }) {
  const text = useMemberText();
  const words = useLimitWords();
  const t = text.usage;
  const unit = unitOf(usage);
  const name = windowName(words, text.common.windows, usage);
  const about = [countedFor(t, usage), onlyModels(words, usage)].filter(Boolean).join("; ");
  const when = usage.resets_at === null ? "" : (kindOf(usage) === "rolling" ? t.frees : t.resets)(formatMoment(usage.resets_at));
  const isCapped = usage.limit !== unlimited;
  const used = isCapped ? t.used(usage.used, words.amount(unit, usage.limit)) : t.uncapped(words.amount(unit, usage.used));
  return (
    <div className="usage">
      <div className="usage-words">
        <span>{name}{about && <small className="soft"> <Sentence text={about} /></small>}</span>
        <span>{usage.limit === 0 ? t.blocked : used}</span>
      </div>
      {isCapped && <Bar usage={usage} label={t.bar(name, usage.used, usage.limit)} />}
      {when && <small className="soft">{when}</small>}
    </div>
  );
}

function Bar({ usage, label }: { usage: WindowUsage; label: string }) {
  const share = usage.limit > 0 ? Math.min(1, usage.used / usage.limit) : 1;
  return (
    <div
      className={names("usage-bar", share >= 1 && "usage-full", share >= 0.8 && share < 1 && "usage-near")}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
    >
      <span style={{ width: `${share * 100}%` }} />
    </div>
  );
}
