import { useCommon } from "../locales/common";
import { Button } from "./Button";
import { EmptyState } from "./EmptyState";
import { WarningIcon } from "./icons";

/** Stands where a page, or a part of one, could not be drawn. */
export function FailedPage({ retry }: { retry: () => void }) {
  const t = useCommon();
  return (
    <div role="alert">
      <EmptyState icon={WarningIcon} title={t.pageFailed} action={<Button onClick={retry}>{t.retry}</Button>} />
    </div>
  );
}
