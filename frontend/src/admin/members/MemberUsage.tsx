import { formatMoment } from "../../shared/i18n";
import { useCommon } from "../../shared/locales/common";
import { names } from "../../shared/names";
import { Button } from "../../shared/ui/Button";
import { members } from "./api";
import type { WindowUsage } from "./types";
import { errorText } from "../text";
import { useMemberText } from "./text";
import { Banner } from "../../shared/ui/Banner";
import { useLoad } from "../../shared/useLoad";

/** What a member has used of each limit; loads anew when the package changes. */
export function MemberUsage({ id, packageId }: { id: number; packageId: number | null }) {
  const t = useMemberText().usage;
  const common = useCommon();
  const usage = useLoad(`usage:${id}:${packageId}`, () => members.usage(id));
  return (
    <section className="drawer-section">
      <h3>{t.title}</h3>
      {usage.isLoading && !usage.value && <span className="skeleton" />}
      {Boolean(usage.error) && (
        <Banner tone="bad" action={<Button size="small" onClick={usage.refresh}>{common.retry}</Button>}>{errorText(usage.error)}</Banner>
      )}
      {usage.value?.length === 0 && <p className="soft">{t.none}</p>}
      {usage.value?.map((window) => <UsageBar key={`${window.scope}:${window.window}:${window.kind}`} usage={window} />)}
    </section>
  );
}

function UsageBar({ usage }: { usage: WindowUsage }) {
  const text = useMemberText();
  const t = text.usage;
  const name = text.common.windows[usage.window] ?? usage.window;
  const share = usage.limit > 0 ? Math.min(1, usage.used / usage.limit) : 1;
  const when = usage.resets_at === null ? "" : (usage.window === "hour" ? t.frees : t.resets)(formatMoment(usage.resets_at));
  return (
    <div className="usage">
      <div className="usage-words">
        <span>{name}</span>
        <span>{usage.limit === 0 ? t.blocked : t.used(usage.used, usage.limit)}</span>
      </div>
      <div
        className={names("usage-bar", share >= 1 && "usage-full", share >= 0.8 && share < 1 && "usage-near")}
        role="progressbar"
        aria-label={t.bar(name, usage.used, usage.limit)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <span style={{ width: `${share * 100}%` }} />
      </div>
      {when && <small className="soft">{when}</small>}
    </div>
  );
}
