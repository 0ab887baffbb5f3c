import { useCommon } from "../../shared/locales/common";
import { Banner } from "../../shared/ui/Banner";
import { Link } from "../ui/Link";
import { useSelf } from "../self";
import type { Failure } from "./answer";
import { type PlaygroundText, usePlaygroundText } from "./text";

/** What went wrong: in plain words where they are known, and as the server said it, as a program would see it. */
export function FailureBanner({ failure, isMidway }: { failure: Failure; isMidway: boolean }) {
  const text = usePlaygroundText();
  const common = useCommon();
  if (failure.code === "no_account") return <NoAccount role="alert" />;
  const { status, code, message } = failure;
  if (status === 0) return <Banner tone="bad" role="alert">{common.offline}</Banner>;
  const told = [status === null ? "" : `HTTP ${status}`, code === `http_${status}` ? "" : code].filter(Boolean).join(" · ");
  return (
    <Banner tone="bad" role="alert" title={titleOf(failure, isMidway, text)}>
      {message && <p dir="auto">{message}</p>}
      {told && <p className="mono">{told}</p>}
    </Banner>
  );
}

function titleOf({ status, code }: Failure, isMidway: boolean, text: PlaygroundText): string {
  const t = text.playground;
  if (status === 401) return text.errors.unauthorized;
  if (code === "bad_answer") return t.badAnswer;
  if (code === "model_not_found") return t.unknownModel;
  if (code === "rate_limit_exceeded") return t.limitReached;
  return isMidway ? t.failedMidway : t.failed;
}

/** The administrator has no account, and the way to one. */
export function NoAccount({ role }: { role?: "alert" }) {
  const t = usePlaygroundText().playground;
  const self = useSelf();
  const address = `/admin/bindings?new=1${self ? `&user=${self.id}` : ""}`;
  const bind = <Link className="button button-secondary button-small" href={address}>{t.bindAccount}</Link>;
  return (
    <div className="playground-account">
      <Banner tone="warn" title={t.noAccount} action={bind} {...(role && { role })}>{t.noAccountHint}</Banner>
    </div>
  );
}
