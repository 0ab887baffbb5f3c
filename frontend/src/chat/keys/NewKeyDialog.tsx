import { baseAddress, curlExample } from "../../shared/keys/example";
import { maskedKey, wholeKey } from "../../shared/keys/keys";
import { useKeyWords } from "../../shared/keys/text";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { CopyButton } from "../../shared/ui/CopyButton";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";
import { CopyLine } from "./CopyLine";

/** A key that was just made, with all that a program needs to use it. */
export function NewKeyDialog({ secret, models, onClose }: { secret: string; models: readonly string[]; onClose: () => void }) {
  const t = useKeyWords();
  const session = useSession();
  const { chosen } = useStore(session.models);
  const base = baseAddress(location.origin);
  const model = models[0] ?? (chosen || "MODEL");
  return (
    <Dialog title={t.ready} wide onClose={onClose} footer={<Button variant="primary" onClick={onClose} data-autofocus>{t.done}</Button>}>
      <div className="form">
        <p>{t.readyText}</p>
        <CopyLine label={t.baseURL} copyLabel={t.copyBase} text={base} />
        <CopyLine label={t.key} copyLabel={t.copyKey} text={wholeKey(secret)} />
        <section className="key-example" aria-label={t.example}>
          <div className="key-head">
            <strong>{t.example}</strong>
            <CopyButton text={curlExample(base, wholeKey(secret), model)} label={t.copyExample} />
          </div>
          <pre><code>{curlExample(base, maskedKey(secret), model)}</code></pre>
          <p className="field-hint">{t.exampleHint}</p>
        </section>
      </div>
    </Dialog>
  );
}
