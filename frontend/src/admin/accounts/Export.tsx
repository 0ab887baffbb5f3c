/** Taking the accounts away as a file, with their keys if that is asked for. */
import { useState } from "react";
import { keepFile } from "../../shared/download";
import { Banner } from "../../shared/ui/Banner";
import { Button } from "../../shared/ui/Button";
import { Checkbox } from "../../shared/ui/Field";
import { Confirm } from "../ui/Confirm";
import { useSay } from "../ui/notices";
import { accounts } from "./api";
import { useAccountText } from "./text";

const exportName = "chatmirror-accounts.json";

export function ExportButton({ total }: { total: number }) {
  const t = useAccountText().exporting;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.open}</Button>
      {isOpen && <ExportDialog total={total} onClose={() => setOpen(false)} />}
    </>
  );
}

/** The server asks for the password besides, unless it was given a short while ago. */
function ExportDialog({ total, onClose }: { total: number; onClose: () => void }) {
  const t = useAccountText().exporting;
  const say = useSay();
  const [withSecrets, setWithSecrets] = useState(false);
  return (
    <Confirm
      title={t.title} confirmLabel={t.submit} danger={withSecrets}
      act={async () => keepFile(await accounts.export(withSecrets), exportName)}
      onDone={() => say(t.done, "success")} onClose={onClose}
    >
      <p>{t.text(total)}</p>
      <Checkbox label={t.secrets} hint={t.secretsHint} checked={withSecrets} onChange={(event) => setWithSecrets(event.target.checked)} />
      {withSecrets && <Banner tone="warn" role="status" title={t.warning}>{t.warningText}</Banner>}
    </Confirm>
  );
}
