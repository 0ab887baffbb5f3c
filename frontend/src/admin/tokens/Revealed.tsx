import { copyText } from "../../shared/clipboard";
import { useCommon } from "../../shared/locales/common";
import { isolated } from "../../shared/ui/Sentence";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { AreaField } from "../../shared/ui/Field";
import { useLoad } from "../../shared/useLoad";
import { errorText } from "../text";
import { useSay } from "../ui/notices";
import { type RefreshToken, tokens } from "./api";
import { useTokenText } from "./text";

/** The tokens themselves, for as long as the dialog is open. */
export function RevealedTokens({ item, onClose }: { item: RefreshToken; onClose: () => void }) {
  const t = useTokenText().tokens;
  const found = useLoad(`tokens-of-${item.id}`, () => tokens.reveal(item.id));
  return (
    <Dialog title={t.revealTitle(isolated(item.biz_id))} onClose={onClose} footer={<Button onClick={onClose}>{t.close}</Button>}>
      <div className="form">
        {Boolean(found.error) && <p role="alert">{errorText(found.error)}</p>}
        {found.value && (
          <>
            <p>{t.revealHint}</p>
            <Shown label={t.token} value={found.value.rt} />
            <Shown label={t.accessToken} value={found.value.at} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function Shown({ label, value }: { label: string; value: string }) {
  const t = useTokenText().tokens;
  const common = useCommon();
  const say = useSay();
  const copy = async () => (await copyText(value) ? say(common.copied, "success") : say(common.copyFailed, "error"));
  return (
    <div className="token-shown">
      <AreaField label={label} className="mono" rows={3} readOnly value={value} />
      {value && <Button size="small" aria-label={t.copy(label)} onClick={() => void copy()}>{common.copy}</Button>}
    </div>
  );
}
