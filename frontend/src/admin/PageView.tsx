import { useModule } from "../shared/lazyModule";
import { MissingPart } from "../shared/ui/MissingPart";
import type { AdminPage } from "./pages";
import { PageHead } from "./ui/PageHead";

/** A page of the panel: its heading above grey lines until its code is there. */
export function PageView({ page, title }: { page: AdminPage; title: string }) {
  const { loaded, hasFailed, retry } = useModule(page.code);
  if (loaded) return <loaded.Page />;
  return (
    <>
      <PageHead title={title} />
      {hasFailed ? <MissingPart retry={retry} /> : <PageSkeleton />}
    </>
  );
}

function PageSkeleton() {
  return (
    <div className="page-skeleton" aria-busy="true">
      {[0, 1, 2, 3, 4, 5].map((row) => <span key={row} className="skeleton" />)}
    </div>
  );
}
