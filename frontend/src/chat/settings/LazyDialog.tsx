import { type LazyModule, useModule } from "../../shared/lazyModule";
import { useCommon } from "../../shared/locales/common";
import { Dialog, type DialogProps } from "../../shared/ui/Dialog";
import { MissingPart } from "../../shared/ui/MissingPart";
import { Spinner } from "../../shared/ui/Spinner";

export type DialogCode = LazyModule<{ Content: (props: { onClose: () => void }) => JSX.Element }>;

/** A dialog whose code comes when it is opened: until then its frame holds a ring. */
export function LazyDialog({ code, onClose, ...frame }: { code: DialogCode } & Pick<DialogProps, "title" | "variant" | "wide" | "onClose">) {
  const common = useCommon();
  const { loaded, hasFailed, retry } = useModule(code);
  if (loaded) return <loaded.Content onClose={onClose} />;
  return (
    <Dialog {...frame} onClose={onClose}>
      {hasFailed ? <MissingPart retry={retry} /> : <Spinner label={common.loading} />}
    </Dialog>
  );
}
