import { Banner } from "../../shared/ui/Banner";
import { Sentence } from "../../shared/ui/Sentence";
import { excessWords } from "./excess";
import { usePackageText } from "./text";
import type { Limit, Package } from "./types";
import { useExcess } from "./useExcess";

/** Who would be over their limits as soon as these were saved; nothing when nobody would. */
export function ExcessNotice({ item, limits }: { item: Package; limits: readonly Limit[] }) {
  const text = usePackageText();
  const t = text.packages;
  const { found, isUnknown } = useExcess(item, limits);
  return (
    // It is there before it has words, so that a screen reader says them.
    <div className="excess" role="status">
      {isUnknown && <p className="field-hint">{t.excessUnknown}</p>}
      {found && found.over.length > 0 && (
        <Banner tone="warn" title={t.excess}>
          <ul>
            {found.over.map((one, place) => <li key={place}><Sentence text={excessWords(text, one)} /></li>)}
            {found.more > 0 && <li>{t.excessMore(found.more)}</li>}
          </ul>
        </Banner>
      )}
    </div>
  );
}
