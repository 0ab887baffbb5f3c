import type { MenuEntry } from "../../../shared/ui/Menu";
import { isolated } from "../../../shared/ui/Sentence";
import { useAct, useSay } from "../../ui/notices";
import { useAccountText } from "../text";
import type { Account } from "../types";
import { bulk } from "./api";

/** Another account like this one, from its menu. */
export function useCopy(account: Account, onDone: () => void): MenuEntry {
  const t = useAccountText().bulk;
  const say = useSay();
  const { busy, act } = useAct();

  async function copy() {
    const isDone = await act("copy", async () => {
      const { name, needs_login: needsLogin } = await bulk.copy(account.id);
      say((needsLogin ? t.copiedWithoutLogin : t.copiedToast)(isolated(name)), "success");
    });
    if (isDone) onDone();
  }

  return { label: t.copy, disabled: busy !== null, onSelect: () => void copy() };
}
