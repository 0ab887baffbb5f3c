import { formatNumber } from "../../shared/i18n";
import { Button } from "../../shared/ui/Button";
import { useFileWords } from "./text";

/** Offers to make a file of a long text that was pasted. */
export function LongPaste({ text, onFile, onClose }: { text: string; onFile: (file: File) => void; onClose: () => void }) {
  const t = useFileWords();
  return (
    <div className="long-paste" role="status">
      <span>{t.longPaste(formatNumber(text.length))}</span>
      <Button size="small" onClick={() => onFile(new File([text], t.pastedName, { type: "text/plain" }))}>{t.asFile}</Button>
      <Button size="small" variant="ghost" onClick={onClose}>{t.asText}</Button>
    </div>
  );
}
