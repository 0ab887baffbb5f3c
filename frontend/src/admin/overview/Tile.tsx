import { type ReactNode, useId } from "react";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import type { Loaded } from "../../shared/useLoad";
import { formatClockIn, siteZone } from "../../shared/zone";
import { errorText } from "../text";
import { Link } from "../ui/Link";
import { useOverviewText } from "./text";

/** One figure of the overview; it loads, fails and is tried again alone, and keeps what it last showed. */
export function Tile<Value extends { cameAt: number }>({ title, loaded, children }: {
  title: string;
  loaded: Loaded<Value>;
  children: (value: Value) => ReactNode;
}) {
  const t = useOverviewText().overview;
  const common = useCommon();
  const id = useId();
  const { value, error, refresh } = loaded;
  return (
    <section className="tile" aria-labelledby={id} aria-busy={value === null && !error}>
      <h2 className="tile-title" id={id}>{title}</h2>
      {value && children(value)}
      {!value && !error && <span className="skeleton tile-number" />}
      {Boolean(error) && (
        <div className="tile-failed">
          <small>{value ? t.stale(formatClockIn(siteZone(), value.cameAt / 1000)) : `${t.loadFailed} ${errorText(error)}`}</small>
          <Button size="small" aria-label={`${common.retry}: ${title}`} onClick={refresh}>{common.retry}</Button>
        </div>
      )}
    </section>
  );
}

/** The figure that a tile is about, which leads to what it counts. */
export function Figure({ href, children }: { href: string; children: ReactNode }) {
  return <Link className="tile-number" href={href}>{children}</Link>;
}

/** What stands below it, in short pieces. */
export function Notes({ children }: { children: ReactNode }) {
  return <ul className="tile-notes">{children}</ul>;
}

/** A piece of it, which may lead somewhere, too. */
export function Note({ href, isBad = false, children }: { href?: string; isBad?: boolean; children: ReactNode }) {
  const words = isBad ? <strong className="bad-text">{children}</strong> : children;
  return <li>{href ? <Link href={href}>{words}</Link> : words}</li>;
}
