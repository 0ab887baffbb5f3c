import { useCommon } from "../../shared/locales/common";
import { isolated } from "../../shared/ui/Sentence";
import { accounts } from "./api";
import type { Account } from "./types";
import { useAccountText } from "./text";
import { Confirm } from "../ui/Confirm";
import { Impact } from "./Impact";

/** Deleting an account shows whom it hits, and asks for its name. */
export function DeleteAccount({ account, onDone, onClose }: { account: Account; onDone: () => void; onClose: () => void }) {
  const t = useAccountText().accounts;
  const common = useCommon();
  return (
    <Confirm
      title={t.deleteTitle(isolated(account.name))}
      confirmLabel={common.delete}
      danger
      typed={account.name}
      act={() => accounts.delete(account.id)}
      onDone={onDone}
      onClose={onClose}
    >
      <p>{t.deleteText}</p>
      <Impact ids={[account.id]} />
    </Confirm>
  );
}
