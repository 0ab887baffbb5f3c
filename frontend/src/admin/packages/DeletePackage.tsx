import { useCommon } from "../../shared/locales/common";
import { isolated } from "../../shared/ui/Sentence";
import { packages } from "./api";
import type { Package } from "./types";
import { usePackageText } from "./text";
import { Banner } from "../../shared/ui/Banner";
import { Confirm } from "../ui/Confirm";

/** A package can go once nobody has it; the server has the last word, as members may have got it meanwhile. */
export function DeletePackage({ item, onDone, onClose }: { item: Package; onDone: () => void; onClose: () => void }) {
  const t = usePackageText().packages;
  const common = useCommon();
  const isUsed = item.member_count > 0;
  return (
    <Confirm
      title={t.deleteTitle(isolated(item.name))}
      confirmLabel={common.delete}
      danger
      isReady={!isUsed}
      act={() => packages.delete(item.id)}
      onDone={onDone}
      onClose={onClose}
    >
      {isUsed ? <Banner tone="warn">{t.deleteInUse(item.member_count)}</Banner> : <p>{t.deleteText}</p>}
    </Confirm>
  );
}
