import { type ReactNode, useId } from "react";
import { useCommon } from "../../shared/locales/common";
import { Banner } from "../../shared/ui/Banner";
import { Button } from "../../shared/ui/Button";
import type { Loaded } from "../../shared/useLoad";
import { errorText } from "../text";

/** A part of the page, which loads and fails by itself. */
export function Part<Value>({ title, intro, loaded, tools, children }: {
  title: string;
  intro?: string;
  loaded: Loaded<Value>;
  tools?: ReactNode;
  children: (value: Value) => ReactNode;
}) {
  const common = useCommon();
  const id = useId();
  const retry = <Button size="small" onClick={loaded.refresh}>{common.retry}</Button>;
  return (
    <section className="panel alert-part" aria-labelledby={id}>
      <div className="alert-head">
        <h2 id={id}>{title}</h2>
        {tools}
      </div>
      {intro && <p className="page-intro">{intro}</p>}
      {Boolean(loaded.error) && <Banner tone="warn" role="status" action={retry}>{errorText(loaded.error)}</Banner>}
      {!loaded.value && !loaded.error && <span className="skeleton" aria-busy="true" />}
      {loaded.value && children(loaded.value)}
    </section>
  );
}
