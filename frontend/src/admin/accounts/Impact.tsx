import { Fragment } from "react";
import { accounts } from "./api";
import { useAccountText } from "./text";
import { Banner } from "../../shared/ui/Banner";
import { useLoad } from "../../shared/useLoad";

const named = 8;

/** Who would be left without an account if this one went away. */
export function Impact({ id }: { id: number }) {
  const t = useAccountText().accounts;
  const impact = useLoad(`impact:${id}`, () => accounts.impact(id));
  if (impact.error) return <Banner tone="warn">{t.impactUnknown}</Banner>;
  if (!impact.value) return <p className="soft" role="status">{t.impactChecking}</p>;
  const { bound, stranded } = impact.value;
  if (bound.length === 0) return <p>{t.impactNone}</p>;
  if (stranded.length === 0) return <p>{t.impactBound(bound.length)}</p>;
  const more = stranded.length - named;
  return (
    <Banner tone="bad" role="status" title={t.impactLose(stranded.length)}>
      {stranded.slice(0, named).map((name, index) => <Fragment key={name}>{index > 0 && ", "}<bdi>{name}</bdi></Fragment>)}
      {more > 0 && ` ${t.modelsMore(more)}`}
    </Banner>
  );
}
