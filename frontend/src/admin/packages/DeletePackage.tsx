import { useCommon } from "../../shared/locales/common";
import { isolated, Sentence } from "../../shared/ui/Sentence";
import { packages } from "./api";
import { holders } from "./attached";
import type { Package } from "./types";
import { usePackageText } from "./text";
import { Confirm } from "../ui/Confirm";

/** A package can go once nothing has it. The server has the last word, and names those that do. */
export function DeletePackage({ item, onDone, onClose }: { item: Package; onDone: () => void; onClose: () => void }) {
  const text = usePackageText();
  const t = text.packages;
  const common = useCommon();
  const found = holders(item, text);
  return (
    <Confirm
      title={t.deleteTitle(isolated(item.name))}
      confirmLabel={common.delete}
      danger
      act={() => packages.delete(item.id)}
      onDone={onDone}
      onClose={onClose}
    >
      <p>{found.length > 0 ? <Sentence text={t.deleteInUse(found)} /> : t.deleteText}</p>
    </Confirm>
  );
}
