import { useCommon } from "../locales/common";
import { Button } from "./Button";
import { EmptyState } from "./EmptyState";
import { WarningIcon } from "./icons";

/** Stands where the code of a part of the page could not be loaded. */
export function MissingPart({ retry }: { retry: () => void }) {
  const t = useCommon();
  return (
    <div role="alert">
      <EmptyState icon={WarningIcon} title={t.partMissing} action={<Button onClick={retry}>{t.tryAgain}</Button>} />
    </div>
  );
}
