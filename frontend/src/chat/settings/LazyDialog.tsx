import { type LazyModule, useModule } from "../../shared/lazyModule";
import { useCommon } from "../../shared/locales/common";
import { Dialog, type DialogProps } from "../../shared/ui/Dialog";
import { MissingPart } from "../../shared/ui/MissingPart";
import { Spinner } from "../../shared/ui/Spinner";

export type DialogCode<More = object> = LazyModule<{ Content: (props: { onClose: () => void } & More) => JSX.Element }>;

interface LazyProps<More> extends Pick<DialogProps, "title" | "variant" | "wide" | "onClose"> {
  code: DialogCode<More>;
  /** What its content takes besides. */
  more?: More;
}

/** A dialog whose code comes when it is opened: until then its frame holds a ring. */
export function LazyDialog<More = object>({ code, more, onClose, ...frame }: LazyProps<More>) {
  const common = useCommon();
  const { loaded, hasFailed, retry } = useModule(code);
  if (loaded) return <loaded.Content {...(more as More)} onClose={onClose} />;
  return (
    <Dialog {...frame} onClose={onClose}>
      {hasFailed ? <MissingPart retry={retry} /> : <Spinner label={common.loading} />}
    </Dialog>
  );
}
