import type { ReactNode } from "react";

/** The top of a page: its title, what it is for, and the one thing to do there. */
export function PageHead({ title, intro, children }: { title: string; intro?: string; children?: ReactNode }) {
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {intro && <p className="page-intro">{intro}</p>}
      </div>
      {children && <div className="page-tools">{children}</div>}
    </header>
  );
}
