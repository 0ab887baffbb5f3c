import { isolated } from "../../shared/ui/Sentence";
import { accounts } from "./api";
import { AccountStatus } from "./types";
import { useAccountText } from "./text";
import { Confirm } from "../ui/Confirm";
import { useSay } from "../ui/notices";
import { Impact } from "./Impact";

/** Disabling an account shows whom it hits. */
export function DisableAccount({ account, onDone, onClose }: { account: { id: number; name: string }; onDone: () => void; onClose: () => void }) {
  const text = useAccountText();
  const t = text.accounts;
  const say = useSay();
  return (
    <Confirm
      title={t.disableTitle(isolated(account.name))}
      confirmLabel={text.common.disable}
      act={() => accounts.setStatus(account.id, AccountStatus.disabled)}
      onDone={() => { say(t.disabledToast(isolated(account.name)), "success"); onDone(); }}
      onClose={onClose}
    >
      <p>{t.disableText}</p>
      <Impact ids={[account.id]} />
    </Confirm>
  );
}
