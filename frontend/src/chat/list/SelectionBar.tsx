import { useState } from "react";
import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { ArchiveIcon, TrashIcon } from "../../shared/ui/icons";
import { useActs } from "./acts";
import type { Selection } from "./selection";

/** What can be done with the chosen conversations. */
export function SelectionBar({ selection, onGo }: { selection: Selection; onGo: (id: string | null) => void }) {
  const t = useChatWords();
  const common = useCommon();
  const acts = useActs(onGo);
  const [isBusy, setBusy] = useState(false);
  const ids = [...(selection.chosen ?? [])];

  async function act(done: Promise<boolean>) {
    setBusy(true);
    if (await done) selection.end();
    setBusy(false);
  }

  return (
    <div className="selection" role="group" aria-label={t.selectSeveral}>
      <p role="status">{t.selected(ids.length)}</p>
      <Button size="small" variant="ghost" onClick={selection.end}>
        {common.cancel}
      </Button>
      <Button size="small" icon={ArchiveIcon} disabled={ids.length === 0 || isBusy} onClick={() => void act(acts.archive(ids))}>
        {t.archive}
      </Button>
      <Button size="small" variant="danger" icon={TrashIcon} disabled={ids.length === 0 || isBusy} onClick={() => void act(acts.remove(ids))}>
        {common.delete}
      </Button>
    </div>
  );
}
