import { Fragment } from "react";
import { accounts } from "./api";
import { useAccountText } from "./text";
import { Banner } from "../../shared/ui/Banner";
import { useLoad } from "../../shared/useLoad";

const named = 8;

/** Who would be left without an account if these went away. */
export function Impact({ ids }: { ids: readonly number[] }) {
  const text = useAccountText();
  const t = text.accounts;
  const words = ids.length === 1 ? t : text.bulk;
  const impact = useLoad(`impact:${ids.join()}`, () => accounts.impact(ids));
  if (impact.error) return <Banner tone="warn">{t.impactUnknown}</Banner>;
  if (!impact.value) return <p className="soft" role="status">{t.impactChecking}</p>;
  const { bound, stranded } = impact.value;
  if (bound.length === 0) return <p>{words.impactNone}</p>;
  if (stranded.length === 0) return <p>{words.impactBound(bound.length)}</p>;
  const more = stranded.length - named;
  return (
    <Banner tone="bad" role="status" title={words.impactLose(stranded.length)}>
      {stranded.slice(0, named).map((name, index) => <Fragment key={name}>{index > 0 && ", "}<bdi>{name}</bdi></Fragment>)}
      {more > 0 && ` ${t.modelsMore(more)}`}
    </Banner>
  );
}
