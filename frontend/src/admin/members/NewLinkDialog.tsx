import { useRef, useState } from "react";
import { copyText } from "../../shared/clipboard";
import { formatDateTime } from "../../shared/i18n";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { TextField } from "../../shared/ui/Field";
import { CheckIcon, CopyIcon } from "../../shared/ui/icons";
import type { NewLink } from "./types";
import { useMemberText } from "./text";
import { Banner } from "../../shared/ui/Banner";

type Copying = "not yet" | "copied" | "failed";

/** Shows a new link this once; closing before it was copied asks again. */
export function NewLinkDialog({ made, onClose }: { made: NewLink; onClose: () => void }) {
  const t = useMemberText().link;
  const common = useCommon();
  const field = useRef<HTMLInputElement>(null);
  const [copying, setCopying] = useState<Copying>("not yet");
  const [asksToLeave, setAsksToLeave] = useState(false);

  async function copy() {
    const isCopied = await copyText(made.link);
    setCopying(isCopied ? "copied" : "failed");
    setAsksToLeave(false);
    if (!isCopied) field.current?.select();
  }

  function leave() {
    if (copying === "copied" || asksToLeave) onClose();
    else setAsksToLeave(true);
  }

  const copyButton = (
    <Button variant="primary" icon={copying === "copied" ? CheckIcon : CopyIcon} onClick={() => void copy()} data-autofocus>
      {copying === "copied" ? common.copied : t.copy}
    </Button>
  );
  return (
    <Dialog
      title={t.ready}
      onClose={leave}
      footer={
        <>
          {asksToLeave && <span className="dialog-question" role="alert">{t.notCopied}</span>}
          {asksToLeave ? <Button onClick={onClose}>{t.closeAnyway}</Button> : <Button onClick={leave}>{t.done}</Button>}
          {copyButton}
        </>
      }
    >
      <div className="form">
        <Banner tone="warn" title={t.once}>{t.onceHint}</Banner>
        <TextField
          ref={field}
          label={t.field}
          hint={made.expires_at ? t.expires(formatDateTime(made.expires_at)) : t.noExpiry}
          error={copying === "failed" ? common.copyFailed : null}
          className="mono"
          value={made.link}
          readOnly
          onFocus={(event) => event.target.select()}
          // By hand is a way to copy too: the dialog then closes without asking.
          onCopy={() => setCopying("copied")}
        />
        <div className="visually-hidden" role="status">{copying === "copied" ? common.copied : ""}</div>
      </div>
    </Dialog>
  );
}
